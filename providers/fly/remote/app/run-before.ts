import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  makeOnce,
  notApplied,
  platformErrors,
  poll,
  problem,
} from "aidep/provider"
import type { MachineAnswer } from "../api/answers.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { createMachine, destroyMachine, getMachine, listMachines } from "../api/machine-calls.ts"
import { isThereAlready, isUnreadableImage } from "../api/refusals.ts"
import { lastLines } from "../logs.ts"
import { guestOf, type Rollout } from "../machine/rollout.ts"
import { unreadable } from "../machine/place.ts"
import { processGroup, releaseGroup } from "../read/metadata.ts"
import { stateOf } from "../read/states.ts"

/** `release_command_timeout` of flyctl. https://fly.io/docs/reference/configuration/, read 2026-08-07. */
const longestMinutes = 5
const pauses = { firstPauseMs: 2000, longestPauseMs: 10_000 }

type Failure = Extract<ApplyOutcome, { readonly status: "failed" }>

/** Runs the command before the deploy in a Machine of its own, which is destroyed afterwards. */
export async function runBefore(rollout: Rollout, scope: FlyScope): Promise<Failure | undefined> {
  const { settings, work } = rollout
  if (settings.preDeploy === null) return undefined
  scope.progress(work.desired.owner, "Running the command before the deploy")
  const machine = await startHelper(rollout, scope)
  if (machine.status === "failed") return notApplied(machine)
  const { id } = machine.value
  const failure = await followHelper(id, rollout, scope)
  const destroyed = await destroyMachine({ app: settings.app, id, nonce: undefined }, scope)
  if (failure !== undefined) return failure
  return destroyed.status === "failed" ? notApplied(destroyed) : undefined
}

function helperName({ work: { desired } }: Rollout): string {
  return `${desired.owner}-before-${desired.deploymentId ?? "deploy"}`
}

async function startHelper(rollout: Rollout, scope: FlyScope): Promise<ApiOutcome<MachineAnswer>> {
  const { env, image, metadata, secretsVersion, settings } = rollout
  const name = helperName(rollout)
  const find = async (): Promise<ApiOutcome<MachineAnswer | undefined>> => {
    const machines = await listMachines(settings.app, scope)
    if (machines.status === "failed") return machines
    return { status: "done", value: machines.value.find((one) => one.name === name) }
  }
  const standing = await find()
  if (standing.status === "failed") return standing
  if (standing.value !== undefined && stateOf(standing.value).health !== "crashed")
    return { status: "done", value: standing.value }
  const left = standing.value === undefined ? [] : [standing.value]
  for (const { id } of left) {
    const gone = await destroyMachine({ app: settings.app, id, nonce: undefined }, scope)
    if (gone.status === "failed") return gone
  }
  const config = {
    image,
    env: { ...env, RELEASE_COMMAND: "1" },
    init: { cmd: settings.preDeploy },
    guest: guestOf(settings),
    metadata: { ...metadata, [processGroup]: releaseGroup },
    restart: { policy: "no" },
  }
  const [region = ""] = settings.regions
  const secrets = secretsVersion === undefined ? {} : { min_secrets_version: secretsVersion }
  const make = async () =>
    await createMachine(settings.app, { name, region, config, ...secrets }, scope)
  const made = await makeOnce<MachineAnswer>({ find, make }, scope)
  if (made.status === "done") return made
  if (isUnreadableImage(made)) return unreadable(rollout, made)
  const found = isThereAlready(made) ? await find() : made
  if (found.status === "failed") return found
  return found.value === undefined ? made : { status: "done", value: found.value }
}

async function followHelper(
  id: string,
  { settings: { app }, work: { desired } }: Rollout,
  scope: FlyScope,
): Promise<Failure | undefined> {
  const look = async (): Promise<Failure | "done" | undefined> => {
    const outcome = await getMachine(app, id, scope)
    if (outcome.status === "failed") return notApplied(outcome)
    if (outcome.value === undefined) return undefined
    const { about, health } = stateOf(outcome.value)
    if (health === "ended") return "done"
    if (health !== "crashed") return undefined
    const lines = await lastLines({ app, machine: id }, scope)
    const log = lines.status === "failed" ? [] : lines.value.map(({ message }) => message)
    const reason = `the command before the deploy failed: ${about}`
    const params = { platform: "Fly", item: desired.owner, reason }
    return { status: "failed", problem: problem(platformErrors.crashed, params), log }
  }
  const seen = await poll({ look, ...pauses, longestMs: longestMinutes * 60_000 }, scope)
  if (seen === "done") return undefined
  if (seen !== undefined) return seen
  const params = { platform: "Fly", item: desired.owner, minutes: longestMinutes }
  return notApplied(failedWith(problem(platformErrors.settleTimeout, params)))
}
