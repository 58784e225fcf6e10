import type { CostReport } from "../../core/cost/report/cost-report.ts"
import { shownUsd } from "../../core/cost/report/shown-usd.ts"
import {
  aboveBudget,
  oldPrices,
  overBudget,
  unpricedParts,
  whatIfUnpriced,
} from "../../errors/catalogue/cost.ts"
import { diagnose, type Diagnostic } from "../../errors/diagnostic.ts"

/** What a report has to say aloud: budget, what is not in the sum, prices nobody looked up. */
export function costDiagnostics(report: CostReport): readonly Diagnostic[] {
  return [
    ...budgetSays(report),
    ...notPriced(report),
    ...stalePrices(report),
    ...changeSays(report),
  ]
}

function budgetSays({ budget, current }: CostReport): readonly Diagnostic[] {
  if (budget === null || current === null || budget.verdict === "within") return []
  const monthly = shownUsd({ low: budget.monthly, high: budget.monthly })
  const total = shownUsd(current.total)
  const perhaps = budget.verdict === "perhaps"
  return budget.onExceed === "fail" && !perhaps
    ? [diagnose(overBudget, { total, monthly })]
    : [diagnose(aboveBudget, { total, monthly, perhaps })]
}

function notPriced({ unpriced }: CostReport): readonly Diagnostic[] {
  if (unpriced.length === 0) return []
  const parts = unpriced.map(({ item, what, why }) =>
    [item ?? "the account", what, why.replace(/\.$/, "")].join(", "),
  )
  return [diagnose(unpricedParts, { parts })]
}

/** Only those that the sum rests on: a platform that is not used may be as old as it likes. */
function stalePrices({ prices, current }: CostReport): readonly Diagnostic[] {
  const used = new Set(
    (current?.platforms ?? []).flatMap(({ platform, lines }) =>
      lines
        .filter(({ amount }) => amount.low !== 0 || amount.high !== 0)
        .flatMap((line) => line.prices.map((id) => `${platform} ${id}`)),
    ),
  )
  const stale = prices.filter(
    ({ platform, id, state }) => state === "stale" && used.has(`${platform} ${id}`),
  )
  if (stale.length === 0) return []
  const days = stale.flatMap(({ asOf }) => asOf ?? []).toSorted()
  return [diagnose(oldPrices, { count: stale.length, oldest: days[0] ?? "an unknown day" })]
}

function changeSays({ whatIf }: CostReport): readonly Diagnostic[] {
  if (whatIf === null || whatIf.total !== null) return []
  const { text: change, reasons } = whatIf
  return [diagnose(whatIfUnpriced, { change, reason: reasons[0] ?? "" })]
}
