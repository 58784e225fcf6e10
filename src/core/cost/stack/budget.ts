import type { Usd } from "../usd.ts"

export interface Budget {
  /** US dollars a month. */
  readonly monthly: number
  readonly onExceed: "warn" | "fail"
}

/** `perhaps`: only where the prices that sources disagree on are at their high end. */
export type BudgetVerdict = "within" | "perhaps" | "exceeded"

export function budgetVerdict(total: Usd, { monthly }: Pick<Budget, "monthly">): BudgetVerdict {
  const [least, most] = [Math.min(total.low, total.high), Math.max(total.low, total.high)]
  if (cents(least) > cents(monthly)) return "exceeded"
  return cents(most) > cents(monthly) ? "perhaps" : "within"
}

function cents(amount: number): number {
  return Math.round(amount * 100)
}
