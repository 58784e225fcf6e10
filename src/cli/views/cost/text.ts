import type { ChalkInstance } from "chalk"
import type {
  CostReport,
  ReportedChange,
  ReportedOption,
  ReportedStack,
} from "../../../core/cost/report/cost-report.ts"
import { componentsOf } from "../../../core/cost/report/components.ts"
import { shownUsd } from "../../../core/cost/report/shown-usd.ts"
import type { Usd } from "../../../core/cost/usd.ts"
import { tableText } from "../table.ts"
import {
  count,
  countsText,
  hours,
  paidPlacesText,
  percent,
  seconds,
  totalText,
  trustText,
  whereText,
  workloadText,
} from "./wording.ts"

/** The report for a terminal: the sum first, then where it could be less, then what it rests on. */
export function costText(report: CostReport, style: ChalkInstance): string {
  return [
    headline(report, style),
    ...section("What it costs where it stands", stackRows(report.current, style), style),
    ...section("With other numbers of requests a month", volumeRows(report), style),
    ...report.parts.flatMap((part) => partSection(part, style)),
    ...section("Cheapest combinations", combinationRows(report, style), style),
    ...section("Architectures", architectureRows(report), style),
    ...section(
      "What would fit",
      report.wouldFit.map((text) => [text]),
      style,
    ),
    ...differenceSection(report.difference, style),
    ...section("With the change", changeRows(report.whatIf === null ? [] : [report.whatIf]), style),
    ...section("Savings", changeRows(report.advice.savings), style),
    ...section("Saves nothing", changeRows(report.advice.without), style),
    ...section(
      "Assumed",
      report.assumptions.map((text) => [text]),
      style,
    ),
    "",
    style.dim(closing(report)),
  ].join("\n")
}

function headline(report: CostReport, style: ChalkInstance): string {
  const { project, environment, current, budget } = report
  const sum = current === null ? "no price" : `${totalText(current)} a month`
  const first = `${style.bold(`${project}, ${environment}`)}: ${style.bold(sum)} for ${workloadText(report)}.`
  if (budget === null) return first
  const monthly = shownUsd({ low: budget.monthly, high: budget.monthly })
  const words = {
    within: style.green(`Within the budget of ${monthly}.`),
    perhaps: style.yellow(`Perhaps above the budget of ${monthly}.`),
    exceeded: style.red(`Above the budget of ${monthly}.`),
  }
  return `${first} ${words[budget.verdict]}`
}

function section(
  title: string,
  rows: readonly (readonly string[])[],
  style: ChalkInstance,
): readonly string[] {
  if (rows.length === 0) return []
  return [
    "",
    style.bold(title),
    tableText(rows.map(([first = "", ...rest]) => [`  ${first}`, ...rest])),
  ]
}

function stackRows(stack: ReportedStack | null, style: ChalkInstance): readonly string[][] {
  if (stack === null) return []
  const components = componentsOf(stack).map(({ name, where, amount }) => [
    name,
    where,
    shownUsd(amount),
  ])
  return [...components, [style.bold("total"), "", style.bold(totalText(stack))]]
}

function volumeRows({ volumes }: CostReport): readonly string[][] {
  return volumes.map(({ requests, total }) => [
    count(requests),
    total === null ? 'more than "scale.max" carries' : shownUsd(total),
  ])
}

function partSection(part: CostReport["parts"][number], style: ChalkInstance): readonly string[] {
  const head = ["where", "a month", "busy", "billed", "idle", "starts", "p99", "prices", ""]
  const rows = part.options.map((option) => optionRow(option, style))
  const refused = refusedRows(part)
  const options = rows.length === 0 ? [] : [head.map((name) => style.dim(name)), ...rows]
  const title = `${part.item} (${part.kind}), each alone on an account`
  return [
    ...section(title, options, style),
    ...(rows.length === 0 ? section(title, [["Nothing with a price carries it."]], style) : []),
    ...refused.map((line) => style.dim(`  not ${line}`)),
  ]
}

function optionRow(option: ReportedOption, style: ChalkInstance): readonly string[] {
  const { platform, offerTitle, total, usefulSeconds, billedSeconds, idleShare } = option
  const missed = option.missed.length > 0
  const p99 = seconds(option.service.p99Seconds)
  return [
    `${platform}, ${offerTitle}${option.deployable ? "" : "*"}`,
    shownUsd(total),
    hours(usefulSeconds),
    hours(billedSeconds),
    percent(idleShare),
    count(option.startsAMonth),
    missed ? style.red(`${p99} ✗`) : p99,
    style.dim(trustText(option)),
    style.dim(option.terms ?? ""),
  ]
}

/** Platforms that nothing fits on, those with the same reason in one line. */
function refusedRows({ options, rejected }: CostReport["parts"][number]): readonly string[] {
  const possible = new Set(options.map(({ platform }) => platform))
  const byPlatform = Map.groupBy(rejected, ({ platform }) => platform)
  const reasons = [...byPlatform]
    .filter(([platform]) => !possible.has(platform))
    .map(([platform, refused]) => ({ platform, reason: closest(refused) }))
  return [...Map.groupBy(reasons, ({ reason }) => reason)].map(
    ([reason, refused]) => `${refused.map(({ platform }) => platform).join(", ")}: ${reason}`,
  )
}

/** Of several reasons the one that comes nearest to a fit: offers are listed from small to large. */
function closest(reasons: CostReport["parts"][number]["rejected"]): string {
  return reasons.at(-1)?.reason ?? ""
}

function combinationRows({ stacks }: CostReport, style: ChalkInstance): readonly string[][] {
  return stacks
    .slice(0, 5)
    .map((stack) => [
      totalText(stack),
      paidPlacesText(stack),
      stack.missed.length === 0 ? "" : style.red(stack.missed.join(" ")),
    ])
}

function architectureRows({ architectures }: CostReport): readonly string[][] {
  return architectures.map(({ title, stack, missing }) => [
    stack === null ? "no price" : totalText(stack),
    title,
    [
      ...(stack?.placements ?? []).map((placement) => `${placement.item}: ${whereText(placement)}`),
      ...missing.map(({ item, reason }) => `${item}: not there. ${reason}`),
    ].join("; "),
  ])
}

function changeRows(changes: readonly ReportedChange[]): readonly string[][] {
  return changes.map(({ text, title, total, saves }) => [
    saves === null ? "no price" : shownUsd(saves),
    total === null ? "" : `to ${shownUsd(total)}`,
    text,
    title,
  ])
}

function differenceSection(
  difference: CostReport["difference"],
  style: ChalkInstance,
): readonly string[] {
  if (difference === null) return []
  const rows = difference.changes.map(({ name, before, after }) => [
    name,
    ...side(before),
    "to",
    ...side(after),
  ])
  const total = [difference.before, difference.after].map((sum) =>
    sum === null ? "no price" : shownUsd(sum),
  )
  return section(
    `Against ${difference.against}: ${total.join(" to ")}`,
    rows.length === 0 ? [["No part costs anything else."]] : rows,
    style,
  )
}

function side(value: { readonly where: string; readonly amount: Usd } | null): readonly string[] {
  return value === null ? ["-", ""] : [shownUsd(value.amount), value.where]
}

function closing(report: CostReport): string {
  const { prices, date, complete, parts } = report
  const old = prices.filter(({ state }) => state !== "fresh").length
  const days = prices.flatMap(({ asOf }) => asOf ?? []).toSorted()
  return [
    `${countsText(report)}; list prices before tax, read from ${days[0] ?? "?"} to ${days.at(-1) ?? "?"}, today is ${date}; ${old} of ${prices.length} are older than 60 days.`,
    ...(parts.some(({ options }) => options.some(({ deployable }) => !deployable))
      ? ["* known by price only: aidep does not deploy there."]
      : []),
    ...(complete ? [] : ["Not every combination was looked at: there may be a cheaper one."]),
    '"aidep cost --all" compares every platform, "aidep cost --json" says every line and every reason.',
  ].join("\n")
}
