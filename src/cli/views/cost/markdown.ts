import { componentsOf } from "../../../core/cost/report/components.ts"
import type { CostReport, ReportedDifference } from "../../../core/cost/report/cost-report.ts"
import { shownUsd } from "../../../core/cost/report/shown-usd.ts"
import type { Usd } from "../../../core/cost/usd.ts"
import { countsText, totalText, workloadText } from "./wording.ts"

/** The report for a pull request: the change first, everything else folded away. */
export function costMarkdown(report: CostReport): string {
  const { project, environment, current, difference } = report
  return [
    `### Cost of ${escaped(project)}, ${escaped(environment)}: ${current === null ? "no price" : `${totalText(current)} a month`}`,
    ...(difference === null ? [] : differenceLines(difference)),
    ...budgetLines(report),
    `For ${workloadText(report)}.`,
    ...componentLines(report),
    ...folded("Savings", savingLines(report)),
    ...folded("Cheaper places", combinationLines(report)),
    ...folded("Not in the sum", unpricedLines(report)),
    ...folded(
      "Assumed",
      report.assumptions.map((text) => `- ${escaped(text)}`),
    ),
    closing(report),
  ].join("\n\n")
}

function differenceLines({ against, before, after, changes }: ReportedDifference): string[] {
  const change =
    before === null || after === null
      ? "cannot be compared"
      : `${signed(minus(after, before))} a month`
  const rows = changes.map(({ name, before: then, after: now }) => [
    name,
    side(then),
    side(now),
    then === null || now === null ? "" : signed(minus(now.amount, then.amount)),
  ])
  return [
    `**${change}** against \`${against.replaceAll("`", "")}\`.`,
    ...(rows.length === 0
      ? ["No part costs anything else."]
      : [table(["", "before", "after", "change"], rows)]),
  ]
}

function side(value: { readonly where: string; readonly amount: Usd } | null): string {
  return value === null ? "-" : `${shownUsd(value.amount)} (${value.where})`
}

function minus(a: Usd, b: Usd): Usd {
  return { low: a.low - b.low, high: a.high - b.high }
}

function signed(amount: Usd): string {
  return amount.low > 0 ? `+${shownUsd(amount)}` : shownUsd(amount)
}

function budgetLines({ budget }: CostReport): readonly string[] {
  if (budget === null) return []
  const monthly = shownUsd({ low: budget.monthly, high: budget.monthly })
  const words = {
    within: `Within the budget of ${monthly}.`,
    perhaps: `**Perhaps above** the budget of ${monthly}.`,
    exceeded: `**Above** the budget of ${monthly}.`,
  }
  return [words[budget.verdict]]
}

function componentLines({ current }: CostReport): readonly string[] {
  if (current === null) return []
  const rows = componentsOf(current).map(({ name, where, amount }) => [
    name,
    where,
    shownUsd(amount),
  ])
  return [
    table(["", "where", "a month"], [...rows, ["**total**", "", `**${totalText(current)}**`]]),
  ]
}

function savingLines({ advice }: CostReport): readonly string[] {
  const rows = advice.savings.map(({ text, title, total, saves }) => [
    saves === null ? "" : shownUsd(saves),
    total === null ? "" : shownUsd(total),
    `\`${text}\``,
    title,
  ])
  return rows.length === 0 ? [] : [table(["saves", "then", "change", ""], rows)]
}

function combinationLines({ stacks }: CostReport): readonly string[] {
  const rows = stacks
    .slice(0, 5)
    .map((stack) => [
      totalText(stack),
      stack.placements
        .map(({ item, platform, offerTitle }) => `${item}: ${platform}, ${offerTitle}`)
        .join("; "),
      stack.missed.join(" "),
    ])
  return rows.length === 0 ? [] : [table(["a month", "where", "misses"], rows)]
}

function unpricedLines({ unpriced }: CostReport): readonly string[] {
  return unpriced.map(
    ({ item, what, why }) =>
      `- ${escaped(item ?? "the account")}: ${escaped(what)}. ${escaped(why)}`,
  )
}

function folded(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return []
  return [[`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"].join("\n")]
}

function closing(report: CostReport): string {
  const { date, prices } = report
  const stale = prices.filter(({ state }) => state === "stale").length
  const old = stale === 0 ? "" : `; ${stale} of those compared are older than 180 days or undated`
  return `${countsText(report)}. List prices in US dollars before tax, as known on ${date}${old}.`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = `|${head.map(() => " --- |").join("")}`
  return [tableRow(head), rule, ...rows.map(tableRow)].join("\n")
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |`
}

/** Amounts and markup of ours stay; what comes from outside cannot end a cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ")
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]]/g, "\\$&")
}
