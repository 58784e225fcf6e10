import { destroyed, type Plan } from "../../../core/plan/plan.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { destroyLimit } from "../../../errors/catalogue/deploy.ts"

/**
 * What is taken away for good has been allowed, by number, or by the person who saw the plan.
 *
 * @throws AidepError `deploy/destroy-limit` (77).
 */
export function gateDestroyLimit(plan: Plan, allowed: number): void {
  const lost = destroyed(plan)
  if (lost.length <= allowed) return
  const items = lost.map(({ owner, kind, provider, destroysData }) => ({
    name: `${owner} (${kind} on ${provider})`,
    destroysData,
  }))
  throw new AidepError(problem(destroyLimit, { items, allowed }))
}
