import type { MachineAnswer } from "../api/answers.ts"
import type { FlyScope } from "../api/fly-api.ts"
import type { Rollout } from "../machine/rollout.ts"
import { type AppMachines, deploymentOf, stages } from "../read/metadata.ts"
import { isCurrent } from "./is-current.ts"
import {
  destroyAll,
  type Made,
  makeMissing,
  promote,
  routeAll,
  type Step,
  waitForAll,
} from "./steps.ts"

/**
 * As many new Machines as there are old ones come up without getting requests. When all of them are healthy they get
 * them, and the old ones are destroyed. Where one is not, all new ones are, and the old ones go on.
 */
export async function blueGreen(
  standing: AppMachines,
  rollout: Rollout,
  scope: FlyScope,
): Promise<Step> {
  const { base, helpers, staged } = standing
  const count = rollout.settings.machines
  if (base.length === count && base.every((machine) => isCurrent(machine, rollout)))
    return await takeOver({ green: base, old: [...staged, ...helpers] }, rollout, scope)
  const made = await bringNext({ standing, count }, rollout, scope)
  const green = made.machines
  const failure = made.failure ?? (await waitForAll(green, rollout, scope))
  if (failure !== undefined) {
    await destroyAll(green, rollout, scope)
    return failure
  }
  const old = [...base, ...staged, ...helpers].filter(
    (machine) => !green.some(({ id }) => id === machine.id),
  )
  return await takeOver({ green, old }, rollout, scope)
}

export interface Versions {
  readonly green: readonly MachineAnswer[]
  readonly old: readonly MachineAnswer[]
}

/** Gives all requests to the new Machines and destroys the old ones. */
export async function takeOver(
  { green, old }: Versions,
  rollout: Rollout,
  scope: FlyScope,
): Promise<Step> {
  return (
    (await routeAll({ to: "uncordon", machines: green }, rollout, scope)) ??
    (await routeAll({ to: "cordon", machines: old }, rollout, scope)) ??
    (await destroyAll(old, rollout, scope)) ??
    (await promote(green, rollout, scope))
  )
}

export interface Next {
  readonly standing: AppMachines
  readonly count: number
}

/** Machines of the new version beside the old ones: those that an earlier run made, and what is missing of them. */
export async function bringNext(
  { count, standing: { base, helpers, staged } }: Next,
  rollout: Rollout,
  scope: FlyScope,
): Promise<Made> {
  const standing = nextMachines(staged, rollout).filter((machine) => isCurrent(machine, rollout))
  const kept = standing.slice(0, count)
  const made = await makeMissing(
    {
      count: count - kept.length,
      standing: [...base, ...staged, ...helpers],
      beside: kept,
      stage: stages.next,
      isCordoned: true,
    },
    rollout,
    scope,
  )
  return { ...made, machines: [...kept, ...made.machines] }
}

/** Those that are being tried and are of the version of a rollout. */
export function nextMachines(
  staged: readonly MachineAnswer[],
  { work: { desired } }: Pick<Rollout, "work">,
): readonly MachineAnswer[] {
  return staged.filter((machine) => deploymentOf(machine) === desired.deploymentId)
}
