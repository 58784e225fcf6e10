import { type ApplyOutcome, problem, type RemoteScope, type ResourceWork } from "aidep/provider"
import * as errors from "../errors.ts"
import { localSpec } from "../local-spec.ts"
import { type Attempt, launch } from "./launch/launch.ts"
import { placesOf } from "./places.ts"
import { prepare } from "./prepare/prepare.ts"
import type { Prepared } from "./prepare/prepared.ts"
import { readRecord, type RunRecord, writeRecord } from "./record.ts"
import { startAgain } from "./launch/start-again.ts"
import { failure, type Failure, type Step, withState } from "./step.ts"
import { stop } from "./remove.ts"

/**
 * Makes it or makes it anew: prepares it while what stands still runs, then stops that, since both share the port,
 * starts it and waits until it is up.
 */
export async function apply(work: ResourceWork, scope: RemoteScope): Promise<ApplyOutcome> {
  const spec = localSpec.parse(work.desired.desired)
  const attempt: Attempt = { spec, work, scope }
  const standing = await findStanding(attempt)
  const prepared = await makeReady(attempt)
  if (prepared.status === "failed") return await leaveAlone(prepared, standing, attempt)
  const launched = await launch(prepared.value, standing, attempt)
  if (launched.status === "done")
    return { status: "applied", id: work.desired.owner, outputs: launched.value.outputs }
  return await goBack(launched, standing, attempt)
}

/** The version that was up and is still running. */
async function findStanding({ work, scope }: Attempt): Promise<RunRecord | undefined> {
  const places = placesOf(work.desired.owner, scope)
  const record = await readRecord(places, scope)
  if (typeof record !== "object" || record.phase !== "up") return undefined
  if (record.address !== work.desired.address) return undefined
  const state = await scope.ports.supervisor.inspect(places.run)
  return state.status === "running" ? record : undefined
}

async function makeReady(attempt: Attempt): Promise<Step<Prepared>> {
  const { spec, work, scope } = attempt
  const prepared = await prepare(spec, work, scope)
  if (prepared.status === "failed") return prepared
  warnOfStandIn(prepared.value, attempt)
  const before = (await prepared.value.beforeStart?.()) ?? prepared
  if (before.status === "failed") return before
  return scope.signal.aborted
    ? failure(problem(errors.interrupted, { item: work.desired.owner }))
    : prepared
}

function warnOfStandIn({ standIn }: Prepared, { spec, work, scope }: Attempt): void {
  if (standIn === undefined || spec.type !== "store") return
  const text = `Warning: no ${spec.engine} server is installed, so that ${standIn.name} takes its place.`
  scope.progress(work.desired.owner, `${text} ${standIn.limits}`)
}

async function leaveAlone(
  failed: Failure,
  standing: RunRecord | undefined,
  attempt: Attempt,
): Promise<Failure> {
  if (standing !== undefined) return withState(failed, "The version of before still runs.")
  return await leaveFailed(failed, attempt)
}

async function goBack(
  failed: Failure,
  standing: RunRecord | undefined,
  attempt: Attempt,
): Promise<Failure> {
  const stopped = await stop(attempt.work.desired.owner, attempt.scope)
  if (stopped.status === "failed") return withState(failed, stopped.problem.message)
  if (standing === undefined) return await leaveFailed(failed, attempt)
  const again = await startAgain(standing, attempt)
  if (again.status === "done")
    return withState(failed, "The version of before was started again and is up.")
  const left = await leaveFailed(failed, attempt)
  return withState(left, "The version of before could not be started again either.")
}

/** What failed stays on record, so that the next command finds its log and its folder. */
async function leaveFailed(failed: Failure, { spec, work, scope }: Attempt): Promise<Failure> {
  const { address, kind, owner, deploymentId } = work.desired
  const places = placesOf(owner, scope)
  const stopped = await stop(owner, scope)
  if (stopped.status === "failed") return withState(failed, stopped.problem.message)
  const found = await readRecord(places, scope)
  await writeRecord(
    places,
    {
      schema: "aidep/local-record@1",
      address,
      kind,
      owner,
      ...(deploymentId === undefined ? {} : { deploymentId }),
      desired: spec,
      // The next try takes the same port where it can, which others may know.
      ...(typeof found === "object" && found.port !== undefined ? { port: found.port } : {}),
      outputs: {},
      phase: "failed",
      reason: failed.problem.message,
    },
    scope,
  )
  return withState(failed, "It does not run now.")
}
