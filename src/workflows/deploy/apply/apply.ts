import { placeOf, type StandingChange } from "../../../core/plan/changes.ts"
import type { Outputs } from "../../../core/plan/resource.ts"
import { type AppliedStep, type ApplyInput, applyOne, decide, withOutputs } from "./apply-step.ts"
import { refuseInterrupted } from "./interrupted.ts"
import { dependentsFirst, removeResources } from "./remove.ts"
import { isFailed, stepFailure } from "./step-failure.ts"
import { walkGraph } from "./walk-graph.ts"
import type { KnownOutputs } from "./wiring.ts"

export interface Applied {
  readonly outputs: KnownOutputs
  /** What was done in the end, removals left out. */
  readonly changes: readonly StandingChange[]
}

/**
 * Carries the changes out in the order of dependencies, independent ones side by side; removals come last. What was
 * planned to stay as it is changes all the same when something that it calls got another address.
 *
 * @throws AidepError `deploy/step-failed` with the last lines of the log in its details; `deploy/interrupted`,
 * `deploy/not-removed`, `deploy/unwritable-state`.
 */
export async function applyChanges(input: ApplyInput): Promise<Applied> {
  const planned = input.changes.filter((change) => change.type !== "remove")
  const outputs = new Map<string, Outputs>(input.outside)
  const standing = new Set(planned.flatMap(ownerThatStands))
  const done = new Map<string, StandingChange>()
  const failures: AppliedStep[] = []
  await walkGraph({
    nodes: orderedChanges(planned),
    concurrency: input.concurrency,
    isStopped: () => input.signal.aborted,
    work: async ({ change, name }) => {
      const step = await applyOne(decide(change, outputs, input), outputs, input)
      const { address, owner } = step.change.desired
      if (step.outcome.status === "failed") {
        failures.push(step)
        standing.delete(owner)
        return false
      }
      outputs.set(owner, withOutputs(outputs.get(owner), step.outcome.outputs))
      outputs.set(address, step.outcome.outputs)
      standing.add(owner)
      done.set(name, step.change)
      return true
    },
  })
  const failed = failures.find(isFailed)
  if (failed !== undefined) throw stepFailure(failed, [...standing], input)
  refuseInterrupted(input.signal, [...standing])
  const removals = input.changes.flatMap((change) =>
    change.type === "remove" ? [change.observed] : [],
  )
  await removeResources(dependentsFirst(removals, input.loaded.project), input.drivers, input)
  return {
    outputs,
    changes: planned.flatMap(({ desired }) => done.get(placeOf(desired)) ?? []),
  }
}

/** Two platforms may have one address each, as of their own projects: what is on the same platform is meant then. */
function orderedChanges(changes: readonly StandingChange[]) {
  const byAddress = Map.groupBy(changes, ({ desired }) => desired.address)
  return changes.map((change) => {
    const { dependsOn, provider } = change.desired
    const needed = dependsOn.flatMap((address) => {
      const all = byAddress.get(address) ?? []
      const own = all.filter(({ desired }) => desired.provider === provider)
      return (own.length > 0 ? own : all).map(({ desired }) => placeOf(desired))
    })
    return { name: placeOf(change.desired), dependsOn: needed, change }
  })
}

function ownerThatStands(change: StandingChange): readonly string[] {
  if (change.type === "create") return []
  return change.observed.state === "running" ? [change.desired.owner] : []
}
