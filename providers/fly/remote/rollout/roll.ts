import type { MachineAnswer } from "../api/answers.ts"
import type { FlyScope } from "../api/fly-api.ts"
import type { Rollout } from "../machine/rollout.ts"
import { regionsFor } from "../machine/place.ts"
import { waitUntilHealthy } from "../machine/wait.ts"
import { type AppMachines, configOf, stages, stageOf } from "../read/metadata.ts"
import { isCurrent } from "./is-current.ts"
import {
  destroyAll,
  makeMissing,
  replaceInPlace,
  routeAll,
  type Step,
  waitForAll,
} from "./steps.ts"

/**
 * One Machine after the other gets the new version and has to become healthy before the next one. Machines that are
 * missing are made then, and those that are too many or in another region destroyed. `immediate` waits for none.
 */
export async function roll(
  standing: AppMachines,
  rollout: Rollout,
  scope: FlyScope,
): Promise<Step> {
  const { base, helpers, staged } = standing
  const { keep, leave } = chosen(base, rollout)
  for (const machine of keep) {
    const failure = await bringUp(machine, rollout, scope)
    if (failure !== undefined) return failure
  }
  const made = await makeMissing(
    {
      count: rollout.settings.machines - keep.length,
      standing: [...base, ...staged, ...helpers],
      beside: keep,
    },
    rollout,
    scope,
  )
  if (made.failure !== undefined) return made.failure
  const failure = await waitForAll(made.machines, rollout, scope)
  if (failure !== undefined) return failure
  return await destroyAll([...leave, ...staged, ...helpers], rollout, scope)
}

/** Before the others, one Machine tries the new version without getting requests. */
export async function tryFirst(
  standing: AppMachines,
  rollout: Rollout,
  scope: FlyScope,
): Promise<Step> {
  const { base, helpers, staged } = standing
  const { keep } = chosen(base, rollout)
  if (keep.every((machine) => isCurrent(machine, rollout))) return undefined
  const all = [...base, ...staged, ...helpers]
  const missing = { count: 1, standing: all, beside: base, stage: stages.trial, isCordoned: true }
  const made = await makeMissing(missing, rollout, scope)
  const failure = made.failure ?? (await waitForAll(made.machines, rollout, scope))
  const destroyed = await destroyAll(made.machines, rollout, scope)
  return failure ?? destroyed
}

async function bringUp(machine: MachineAnswer, rollout: Rollout, scope: FlyScope): Promise<Step> {
  if (!isCurrent(machine, rollout) || stageOf(machine) !== undefined) {
    const failure = await replaceInPlace(machine, rollout, scope)
    if (failure !== undefined) return failure
  }
  // A canary that was cut off took it out of rotation.
  const routing = { to: "uncordon", machines: machine.cordoned === true ? [machine] : [] } as const
  const routed = await routeAll(routing, rollout, scope)
  if (routed !== undefined || rollout.settings.strategy === "immediate") return routed
  return await waitUntilHealthy(machine.id, rollout, scope)
}

interface Chosen {
  readonly keep: readonly MachineAnswer[]
  readonly leave: readonly MachineAnswer[]
}

/**
 * As many Machines as are wanted in each region of the service, with a volume where there is one. One with a volume stays
 * in whatever region of the service it is, for its data.
 */
function chosen(machines: readonly MachineAnswer[], { settings }: Rollout): Chosen {
  const { machines: count, regions, volume } = settings
  const places = [...regionsFor(count, regions, [])]
  const keep = machines.filter((machine) => {
    if (hasMount(machine) !== (volume !== null) || !regions.includes(machine.region)) return false
    const exact = places.indexOf(machine.region)
    const place = volume === null ? exact : Math.max(exact, Math.min(0, places.length - 1))
    if (place === -1) return false
    places.splice(place, 1)
    return true
  })
  return { keep, leave: machines.filter((machine) => !keep.includes(machine)) }
}

function hasMount(machine: MachineAnswer): boolean {
  return (configOf(machine).mounts ?? []).length > 0
}
