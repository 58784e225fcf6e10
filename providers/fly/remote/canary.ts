import {
  type ApplyOutcome,
  type Canary,
  type DesiredResource,
  notApplied,
  type ObservedResource,
  type ResourceWork,
} from "aidep/provider"
import type { FlyOptions } from "../options.ts"
import { appSettings } from "../resources/app-settings.ts"
import { kinds } from "../resources.ts"
import type { FlyScope } from "./api/fly-api.ts"
import { listMachines } from "./api/machine-calls.ts"
import type { MachineAnswer } from "./api/answers.ts"
import { prepare, withStanding } from "./app/apply-app.ts"
import { runBefore } from "./app/run-before.ts"
import type { Rollout } from "./machine/rollout.ts"
import { sortMachines } from "./read/metadata.ts"
import { appOutputs } from "./read/outputs.ts"
import { bringNext, nextMachines, takeOver } from "./rollout/blue-green.ts"
import { destroyAll, promote, routeAll, type Step, waitForAll } from "./rollout/steps.ts"

/**
 * By Machine: as many new Machines take requests, and as many old ones none, as come closest to the share. Fly Proxy
 * spreads requests by load and distance, so that the share is about that of the Machines.
 */
export const flyCanary: Canary<FlyOptions> = { applies, shift, abort }

function applies({ desired, kind }: DesiredResource): boolean {
  if (kind !== kinds.app) return false
  const { machines, service, strategy, volume } = appSettings.parse(desired)
  return strategy === "canary" && machines > 1 && service !== null && volume === null
}

type Shift = ResourceWork & { readonly observed: ObservedResource; readonly percent: number }

async function shift(work: Shift, scope: FlyScope): Promise<ApplyOutcome> {
  const settings = appSettings.parse(work.desired.desired)
  const prepared = await prepare(work, settings, scope)
  if (prepared.status === "failed") return notApplied(prepared)
  const { rollout, standing } = withStanding(prepared.value, scope, false)
  const unfinished = await promote(standing.base, rollout, scope)
  if (unfinished !== undefined) return unfinished
  const isFirst = nextMachines(standing.staged, rollout).length === 0
  const before = isFirst ? await runBefore(rollout, scope) : undefined
  if (before !== undefined) return before
  const { machines: total } = settings
  const count = Math.min(total, Math.max(1, Math.ceil((total * work.percent) / 100)))
  const made = await bringNext({ standing, count }, rollout, scope)
  const failure = made.failure ?? (await waitForAll(made.machines, rollout, scope))
  if (failure !== undefined) return failure
  const isNext = ({ id }: MachineAnswer) => made.machines.some((machine) => machine.id === id)
  const { base, helpers, staged } = standing
  const others = [...base, ...staged, ...helpers].filter((machine) => !isNext(machine))
  const step =
    count === total
      ? await takeOver({ green: made.machines, old: others }, rollout, scope)
      : await share({ next: made.machines, old: base, rest: total - count }, rollout, scope)
  return (
    step ?? {
      status: "applied",
      id: settings.app,
      outputs: appOutputs(settings.app, settings.address),
    }
  )
}

interface Shared {
  readonly next: readonly MachineAnswer[]
  readonly old: readonly MachineAnswer[]
  /** How many old Machines go on taking requests. */
  readonly rest: number
}

async function share(
  { next, old, rest }: Shared,
  rollout: Pick<Rollout, "settings" | "work">,
  scope: FlyScope,
): Promise<Step> {
  return (
    (await routeAll({ to: "uncordon", machines: next }, rollout, scope)) ??
    (await routeAll({ to: "cordon", machines: old.slice(rest) }, rollout, scope))
  )
}

async function abort(
  work: ResourceWork & { readonly observed: ObservedResource },
  scope: FlyScope,
): Promise<ApplyOutcome> {
  const settings = appSettings.parse(work.desired.desired)
  const { address, app } = settings
  const machines = await listMachines(app, scope)
  if (machines.status === "failed") return notApplied(machines)
  const { base, helpers, staged } = sortMachines(machines.value, scope)
  const parts = { settings, work }
  const step =
    (await routeAll({ to: "uncordon", machines: base }, parts, scope)) ??
    (await destroyAll([...staged, ...helpers], parts, scope))
  return step ?? { status: "applied", id: app, outputs: appOutputs(app, address) }
}
