import {
  type Change,
  type Comparison,
  compareResource,
  type StandingChange,
} from "../../../core/plan/changes.ts"
import { madeFields } from "../../../core/plan/field-change.ts"
import { openReferences } from "../../../core/plan/references.ts"
import type { Outputs } from "../../../core/plan/resource.ts"
import type { Rollout } from "../../../core/project/project.ts"
import type { ApplyOutcome, RemoteScope, ResourceWork } from "../../../provider/remote.ts"
import { type Driver, driverOf } from "../drivers.ts"
import type { Journal } from "../state/journal.ts"
import { canaryRun, rollOut } from "../rollout/canary.ts"
import { type VariableSources, variablesOf } from "../variables.ts"
import type { KnownOutputs, Wire } from "./wiring.ts"

export interface ApplyInput extends Omit<VariableSources, "outputs"> {
  readonly changes: readonly Change[]
  /** Outputs of what stands and is not among the changes. */
  readonly outside: KnownOutputs
  readonly drivers: readonly Driver[]
  readonly progress: RemoteScope["progress"]
  /** Told when a change begins and how it ended. */
  readonly report: (event: StepEvent) => void
  readonly signal: AbortSignal
  readonly wire: Wire
  readonly rollout: Rollout
  readonly journal: Journal
  readonly compare: (outputs: KnownOutputs) => Comparison
  /** Changes that are carried out side by side at most. */
  readonly concurrency: number
}

export interface StepEvent {
  readonly address: string
  readonly owner: string
  readonly provider: string
  readonly change: "create" | "update" | "replace" | "remove"
  readonly status: "started" | "applied" | "removed" | "failed"
}

export interface AppliedStep {
  readonly change: StandingChange
  /** Of the process, secrets included. */
  readonly variables: Readonly<Record<string, string>>
  readonly outcome: ApplyOutcome
}

/** The change, now that the addresses of everything it depends on are known. */
export function decide(
  change: StandingChange,
  outputs: KnownOutputs,
  { wire, compare }: ApplyInput,
): StandingChange {
  const desired = wire(change.desired, outputs)
  if (change.type === "create")
    return { type: "create", desired, fields: madeFields(desired.desired) }
  return compareResource(desired, change.observed, compare(outputs))
}

/** Carries one change out and waits for its end; what stays as it is passes on the outputs that it has. */
export async function applyOne(
  change: StandingChange,
  outputs: KnownOutputs,
  input: ApplyInput,
): Promise<AppliedStep> {
  const { desired } = change
  const [missing] = openReferences(desired.desired)
  if (missing !== undefined)
    throw new Error(`${desired.address} refers to what ${missing} does not tell.`)
  const source = input.parts.get(desired.owner)?.source
  const variables = change.type === "none" ? {} : variablesOf(desired, { ...input, outputs })
  const work = {
    desired,
    variables,
    source: desired.deploymentId === undefined ? undefined : source,
  }
  const outcome =
    change.type === "none" ? await leave(change, work, input) : await carryOut(change, work, input)
  return { change, variables, outcome }
}

type Left = Extract<StandingChange, { readonly type: "none" }>
type Carried = Exclude<StandingChange, Left>

/** What an earlier run began is waited for. */
async function leave(
  { observed }: Left,
  work: ResourceWork,
  { drivers }: ApplyInput,
): Promise<ApplyOutcome> {
  const { remote, scope } = driverOf(observed, drivers)
  const { id, outputs, state } = observed
  return state === "starting" && remote.settle !== undefined
    ? await remote.settle({ ...work, id }, scope)
    : { status: "applied", id, outputs }
}

const labels = { create: "Starting", update: "Updating", replace: "Making it anew" } as const

async function carryOut(
  change: Carried,
  work: ResourceWork,
  input: ApplyInput,
): Promise<ApplyOutcome> {
  const { drivers, journal, progress, report } = input
  const { desired, type } = change
  const { address, provider, owner } = desired
  const driver = driverOf(desired, drivers)
  const { remote, scope } = driver
  const step = { address, provider, change: type }
  progress(owner, type === "create" ? labels.create : `${labels[type]}: ${change.why}`)
  report({ ...step, owner, status: "started" })
  await journal.intent(step)
  const sent = await send(change, work, { driver, input })
  const settled =
    sent.status === "applied" && remote.settle !== undefined
      ? await remote.settle({ ...work, id: sent.id }, scope)
      : sent
  const id = sent.status === "applied" ? { id: sent.id } : {}
  await journal.outcome(step, { status: settled.status, ...id })
  report({ ...step, owner, status: settled.status })
  return settled
}

async function send(
  change: Carried,
  work: ResourceWork,
  { driver, input }: { readonly driver: Driver; readonly input: ApplyInput },
): Promise<ApplyOutcome> {
  const { remote, scope } = driver
  switch (change.type) {
    case "create":
      return await remote.create(work, scope)
    case "update": {
      const service = input.loaded.project.services.find(
        ({ name }) => name === change.desired.owner,
      )
      const canary = canaryRun(change, work, { driver, service, ...input })
      return canary === undefined
        ? await remote.update({ ...work, observed: change.observed }, scope)
        : await rollOut(canary)
    }
    case "replace": {
      const removed = await remote.remove(change.observed, scope)
      return removed.status === "failed"
        ? { ...removed, log: [] }
        : await remote.create(work, scope)
    }
  }
}

/** Outputs of an owner with several resources are those of the one that has any. */
export function withOutputs(before: Outputs | undefined, outputs: Outputs): Outputs {
  return { ...before, ...outputs }
}
