import { problem, type RemoteScope, type ResourceWork } from "aidep/provider"
import * as errors from "../../errors.ts"
import type { LocalSpec } from "../../local-spec.ts"
import { isVersioned, placesOf } from "../places.ts"
import type { Prepared } from "../prepare/prepared.ts"
import { readRecord, type RunProgram, type RunRecord, writeRecord } from "../record.ts"
import { stop } from "../remove.ts"
import { done, failure, type Step } from "../step.ts"
import { variablesFor } from "./variables.ts"
import { waitUntilUp } from "./wait-until-up.ts"

/** One try to get a service or data store up. */
export interface Attempt {
  readonly spec: LocalSpec
  readonly work: ResourceWork
  readonly scope: RemoteScope
}

/** Stops what ran, starts what was prepared, and waits until it is up. */
export async function launch(
  prepared: Prepared,
  standing: RunRecord | undefined,
  attempt: Attempt,
): Promise<Step<RunRecord>> {
  const { scope, work } = attempt
  const { owner } = work.desired
  const places = placesOf(owner, scope)
  const found = await readRecord(places, scope)
  const used = standing?.port ?? (typeof found === "object" ? found.port : undefined)
  const stopped = await stop(owner, scope)
  if (stopped.status === "failed") return stopped
  const port = await choosePort(prepared, used, attempt)
  const program = prepared.programAt(port ?? 0)
  const record = recordOf(program, { prepared, port, attempt })
  const written = await writeRecord(places, record, scope)
  if (written.status === "failed") return written
  const started = await start(program, { restart: prepared.restart, port, attempt })
  if (started.status === "failed") return started
  const { readinessAt, startupMs } = prepared
  const waited = { item: owner, run: places.run, readiness: readinessAt(port ?? 0), startupMs }
  scope.progress(owner, "Waiting until it is up")
  const up = await waitUntilUp(waited, scope)
  if (up.status === "failed") return up
  const after = (await prepared.afterStart?.(port ?? 0)) ?? up
  if (after.status === "failed") return after
  const settled = await writeRecord(places, { ...record, phase: "up" }, scope)
  if (settled.status === "done") await removeOlder(program, attempt)
  return settled
}

/** The port of before where it is free, so that what others know stays true; else the wished one, else any. */
async function choosePort(
  { port: wish }: Prepared,
  used: number | undefined,
  { work, scope }: Attempt,
): Promise<number | undefined> {
  if (wish === "none") return undefined
  const first = used ?? (wish === "any" ? undefined : wish)
  const port = await scope.ports.network.freePort(first)
  const text = first === undefined || first === port ? "" : `, since ${first} is taken`
  scope.progress(work.desired.owner, `Starting on port ${port}${text}`)
  return port
}

interface RecordParts {
  readonly prepared: Prepared
  readonly port: number | undefined
  readonly attempt: Attempt
}

function recordOf(
  program: RunProgram,
  { prepared, port, attempt: { spec, work } }: RecordParts,
): RunRecord {
  const { address, kind, owner, deploymentId } = work.desired
  return {
    schema: "aidep/local-record@1",
    address,
    kind,
    owner,
    ...(deploymentId === undefined ? {} : { deploymentId }),
    desired: spec,
    program,
    ...(port === undefined ? {} : { port }),
    ...(prepared.standIn === undefined ? {} : { standIn: prepared.standIn }),
    outputs: prepared.outputsAt(port ?? 0),
    phase: "starting",
  }
}

/** Of one log file; four are kept. */
const maxLogBytes = 10 * 2 ** 20

export interface StartParts {
  readonly restart: Prepared["restart"]
  readonly port: number | undefined
  readonly attempt: Attempt
}

export async function start(
  program: RunProgram,
  { restart, port, attempt: { spec, work, scope } }: StartParts,
): Promise<Step<undefined>> {
  const { owner: item } = work.desired
  const { file, args, workingFolder } = program
  const outcome = await scope.ports.supervisor.start({
    folder: placesOf(item, scope).run,
    file,
    args,
    workingFolder,
    variables: variablesFor(spec, { item, program, given: work.variables, port, scope }),
    restart,
    maxLogBytes,
    label: `${scope.project}/${scope.environment}/${item}`,
  })
  if (outcome.status === "started") return done(undefined)
  const reason = outcome.status === "already-running" ? "it runs already" : outcome.reason
  return failure(problem(errors.notStartable, { item, program: file, reason }))
}

/** Copies and packages of earlier versions, whole or not. */
async function removeOlder(
  { workingFolder, path }: RunProgram,
  { work, scope }: Attempt,
): Promise<void> {
  const { folder } = placesOf(work.desired.owner, scope)
  const { files } = scope.ports
  const used = [workingFolder, ...path]
  const isUsed = (name: string) => {
    const place = `${folder}/${name.replace(/\.whole$/, "")}`
    return used.some((other) => other === place || other.startsWith(`${place}/`))
  }
  const older = (await files.list(folder)).filter((name) => isVersioned(name) && !isUsed(name))
  await Promise.all(older.map((name) => files.remove(`${folder}/${name}`)))
}
