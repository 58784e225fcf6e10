import { type ApplyOutcome, notApplied } from "aidep/provider"
import type { MachineAnswer } from "../api/answers.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { deleteMetadata, destroyMachine, route, updateMachine } from "../api/machine-calls.ts"
import { isUnreadableImage } from "../api/refusals.ts"
import { withLease } from "../machine/lease.ts"
import { placeMachine, regionsFor, unreadable } from "../machine/place.ts"
import { freeSlots, machineConfig, machineName, type Rollout } from "../machine/rollout.ts"
import { waitUntilHealthy } from "../machine/wait.ts"
import { configOf, metadataKeys, stageOf } from "../read/metadata.ts"

export type Failure = Extract<ApplyOutcome, { readonly status: "failed" }>
/** Undefined where the step went well. */
export type Step = Failure | undefined

/** Gives a Machine that stands the new version, under a lease. It keeps its volume and its place. */
export async function replaceInPlace(
  machine: MachineAnswer,
  rollout: Rollout,
  scope: FlyScope,
): Promise<Step> {
  const { id, name } = machine
  const { secretsVersion, settings } = rollout
  const volumeId = configOf(machine).mounts?.[0]?.volume ?? undefined
  const body = {
    config: machineConfig(rollout, { volumeId }),
    ...(secretsVersion === undefined ? {} : { min_secrets_version: secretsVersion }),
  }
  const send = async (nonce: string) =>
    await updateMachine({ app: settings.app, id, nonce }, body, scope)
  const outcome = await withLease({ id, name, step: send }, rollout, scope)
  if (outcome.status === "done") return undefined
  return notApplied(isUnreadableImage(outcome) ? unreadable(rollout, outcome) : outcome)
}

export async function destroyAll(
  machines: readonly MachineAnswer[],
  rollout: Pick<Rollout, "settings" | "work">,
  scope: FlyScope,
): Promise<Step> {
  const { app } = rollout.settings
  for (const { id, name } of machines) {
    const destroy = async (nonce: string) => await destroyMachine({ app, id, nonce }, scope)
    const outcome = await withLease({ id, name, step: destroy }, rollout, scope)
    if (outcome.status === "failed" && outcome.statusCode !== 404) return notApplied(outcome)
  }
  return undefined
}

export interface Missing {
  readonly count: number
  /** All Machines of the app, whose names are taken. */
  readonly standing: readonly MachineAnswer[]
  /** Those beside which the new ones are spread over the regions. */
  readonly beside: readonly MachineAnswer[]
  readonly stage?: string
  readonly isCordoned?: boolean
}

export interface Made {
  readonly machines: readonly MachineAnswer[]
  readonly failure: Step
}

/** Makes Machines, spread over the regions. Those that were made before one could not be are told too. */
export async function makeMissing(
  { beside, count, isCordoned = false, stage, standing }: Missing,
  rollout: Rollout,
  scope: FlyScope,
): Promise<Made> {
  const names = standing.map(({ name }) => name)
  const slots = freeSlots(names, (slot) => machineName(rollout, slot, stage), count)
  const regions = regionsFor(count, rollout.settings.regions, beside)
  const machines: MachineAnswer[] = []
  for (const [index, slot] of slots.entries()) {
    const region = regions[index] ?? ""
    const made = await placeMachine({ slot, region, stage, isCordoned }, rollout, scope)
    if (made.status === "failed") return { machines, failure: notApplied(made) }
    machines.push(made.value)
  }
  return { machines, failure: undefined }
}

export async function waitForAll(
  machines: readonly MachineAnswer[],
  rollout: Pick<Rollout, "settings" | "work">,
  scope: FlyScope,
): Promise<Step> {
  for (const { id } of machines) {
    const failure = await waitUntilHealthy(id, rollout, scope)
    if (failure !== undefined) return failure
  }
  return undefined
}

export interface Routing {
  readonly to: "cordon" | "uncordon"
  readonly machines: readonly MachineAnswer[]
}

/** Takes Machines out of rotation, or puts them back. */
export async function routeAll(
  { machines, to }: Routing,
  rollout: Pick<Rollout, "settings" | "work">,
  scope: FlyScope,
): Promise<Step> {
  const { app } = rollout.settings
  for (const { id, name } of machines) {
    const send = async (nonce: string) => await route(to, { app, id, nonce }, scope)
    const outcome = await withLease({ id, name, step: send }, rollout, scope)
    if (outcome.status === "failed") return notApplied(outcome)
  }
  return undefined
}

/** Says of Machines that were being tried that they are the ones that serve. */
export async function promote(
  machines: readonly MachineAnswer[],
  { settings: { app } }: Pick<Rollout, "settings">,
  scope: FlyScope,
): Promise<Step> {
  const marked = machines.filter((machine) => stageOf(machine) !== undefined)
  for (const { id } of marked) {
    const outcome = await deleteMetadata({ app, id, key: metadataKeys.stage }, scope)
    if (outcome.status === "failed") return notApplied(outcome)
  }
  return undefined
}
