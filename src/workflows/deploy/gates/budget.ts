import { budgetVerdict } from "../../../core/cost/stack/budget.ts"
import { shownUsd } from "../../../core/cost/report/shown-usd.ts"
import type { ReleaseEstimate } from "../../../core/release/state.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { overBudget } from "../../../errors/catalogue/gates.ts"
import type { Context } from "../../context.ts"
import type { LoadedProject } from "../../load-project.ts"

interface BudgetOptions {
  readonly isRehearsal: boolean
  /** Told where the budget is exceeded and may be. */
  readonly warn: (text: string) => void
}

/**
 * What the stack will cost a month, for the release. Undefined where the manifest states neither budget nor workload,
 * where all of it runs on this machine, and in a rehearsal: nothing is to be paid there.
 *
 * @throws AidepError `gates/over-budget` (77) where even the low end is above a budget that must not be exceeded.
 */
export async function gateBudget(
  loaded: LoadedProject,
  context: Context,
  options: BudgetOptions,
): Promise<ReleaseEstimate | undefined> {
  const { budget, workload } = loaded.parsed.manifest
  const isStated = budget !== undefined || workload !== undefined
  if (!isStated || options.isRehearsal || isAllHere(loaded)) return undefined
  // Price books are large, and most deploys do without them.
  const { priceInPlace } = await import("../../cost/price-in-place.ts")
  const estimate = await priceInPlace(loaded, context)
  if (estimate === undefined || budget === undefined) return estimate
  if (budgetVerdict(estimate, budget) !== "exceeded") return estimate
  const { monthly } = budget
  const params = { total: shownUsd(estimate), monthly: shownUsd({ low: monthly, high: monthly }) }
  if (budget.onExceed === "fail") throw new AidepError(problem(overBudget, params))
  options.warn(`The month would cost ${params.total}, and the budget is ${params.monthly}`)
  return estimate
}

function isAllHere({ project, providers }: LoadedProject): boolean {
  return [...project.services, ...project.resources].every(
    ({ placement }) => providers.get(placement.platform)?.alwaysAllowed === true,
  )
}
