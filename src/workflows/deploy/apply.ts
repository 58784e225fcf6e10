import type { StandingChange } from "../../core/plan/changes.ts"
import { inWaves } from "../../core/plan/order.ts"
import type { Outputs } from "../../core/plan/resource.ts"
import { type ApplyInput, applyOne, settle } from "./apply-step.ts"
import { refuseInterrupted } from "./interrupted.ts"
import { dependentsFirst, removeResources } from "./remove.ts"
import { isFailed, stepFailure } from "./step-failure.ts"
import type { OutputsByOwner } from "./wiring.ts"

export interface Applied {
  readonly outputs: OutputsByOwner
  /** What was done in the end, removals left out. */
  readonly changes: readonly StandingChange[]
}

/**
 * Carries the changes out in the order of dependencies, independent ones side by side; removals come last. What was
 * planned to stay as it is changes all the same when something that it calls got another address.
 *
 * @throws AidepError `deploy/step-failed` with the last lines of the log in its details; `deploy/interrupted`,
 * `deploy/not-removed`.
 */
export async function applyChanges(input: ApplyInput): Promise<Applied> {
  const { scope } = input
  const outputs = new Map<string, Outputs>()
  const planned = input.changes.filter((change) => change.type !== "remove")
  const standing = new Set(planned.flatMap(ownerThatStands))
  const done: StandingChange[] = []
  for (const wave of inWaves(planned.map(orderedChange))) {
    refuseInterrupted(scope, [...standing])
    const outcomes = await Promise.all(
      wave.map(
        async ({ change }) => await applyOne(settle(change, outputs, input), outputs, input),
      ),
    )
    for (const { change, outcome } of outcomes) {
      const { owner } = change.desired
      if (outcome.status === "failed") standing.delete(owner)
      else {
        outputs.set(owner, outcome.outputs)
        standing.add(owner)
        done.push(change)
      }
    }
    const failed = outcomes.find(isFailed)
    if (failed !== undefined) throw stepFailure(failed, [...standing], input)
  }
  const removals = input.changes.flatMap((change) =>
    change.type === "remove" ? [change.observed] : [],
  )
  await removeResources(dependentsFirst(removals, input.project), input.drivers, scope)
  return { outputs, changes: done }
}

function orderedChange(change: StandingChange) {
  const { address, dependsOn } = change.desired
  return { name: address, dependsOn, change }
}

function ownerThatStands(change: StandingChange): readonly string[] {
  if (change.type === "create") return []
  return change.observed.state === "running" ? [change.desired.owner] : []
}
