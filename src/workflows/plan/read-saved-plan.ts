import { resolve } from "node:path"
import type { Plan } from "../../core/plan/plan.ts"
import { parseSavedPlan, type SavedPlan } from "../../core/plan/saved-plan.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { stalePlan, unreadablePlan } from "../../errors/catalogue/deploy.ts"
import type { Context } from "../context.ts"

/** @throws AidepError `deploy/unreadable-plan`. */
export async function readSavedPlan(file: string, context: Context): Promise<SavedPlan> {
  const content = await context.files.read(resolve(context.workingFolder, file))
  const unreadable = (reason: string) => new AidepError(problem(unreadablePlan, { file, reason }))
  if (content.status === "missing") throw unreadable("there is no such file")
  if (content.status === "unreadable") throw unreadable(content.reason)
  const saved = parseSavedPlan(new TextDecoder().decode(content.bytes))
  if (saved === undefined) throw unreadable('"aidep plan --out" did not write it')
  return saved
}

/** @throws AidepError `deploy/stale-plan` (75) unless the plan is still the one that was saved. */
export function refuseStale(plan: Plan, saved: SavedPlan, file: string): void {
  if (plan.fingerprint === saved.fingerprint) return
  const reason = "the manifest, the code, a secret or what stands has changed since"
  throw new AidepError(problem(stalePlan, { file, reason }))
}
