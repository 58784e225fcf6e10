import type { Change } from "../../../core/plan/changes.ts"
import type { PlannedRollout } from "../../../core/plan/plan.ts"
import type { Rollout } from "../../../core/project/project.ts"
import { type Driver, driverOf } from "../drivers.ts"
import { isCanary } from "./canary.ts"

/** What becomes of the manifest's rollout for a change: what a platform does not have is all at once. */
export function plannedRollout(
  change: Change,
  rollout: Rollout,
  drivers: readonly Driver[],
): PlannedRollout | undefined {
  const { strategy, steps } = rollout
  if (strategy === "all-at-once" || change.type !== "update") return undefined
  const { desired, observed } = change
  if (desired.deploymentId === undefined || desired.deploymentId === observed.deploymentId)
    return undefined
  const driver = driverOf(desired, drivers)
  if (isCanary(change, driver, rollout)) return { strategy, steps }
  const answer = driver.provider.support?.rollout[strategy].level
  const isDone = strategy === "blue-green" && (answer === "native" || answer === "emulated")
  return { strategy: isDone ? strategy : "all-at-once" }
}
