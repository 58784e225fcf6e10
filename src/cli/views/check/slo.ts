import type { ChalkInstance } from "chalk"
import type { SloReport } from "../../../core/slo/slo-report.ts"
import { factsText, headlineText, sloTables } from "../../../core/slo/slo-tables.ts"
import { tableText } from "../table.ts"

/** What a run under load found: the verdict and why, then the tables. */
export function sloText(slo: SloReport, style: ChalkInstance): string {
  const { verdict, reasons, comparison } = slo
  const marks = {
    pass: style.green("✓"),
    fail: style.red("✗"),
    inconclusive: style.yellow("?"),
  } as const
  return [
    style.bold("Under load"),
    `${marks[verdict]} ${headlineText(slo)}`,
    ...[...reasons, ...factsText(slo)].map((line) => `    ${line}`),
    ...(comparison === undefined ? [] : comparisonLines(comparison, style)),
    ...sloTables(slo).flatMap(({ caption, head, rows }) => [
      "",
      style.dim(caption),
      tableText([head, ...rows]),
    ]),
  ].join("\n")
}

function comparisonLines(
  { verdict, reason }: NonNullable<SloReport["comparison"]>,
  style: ChalkInstance,
): readonly string[] {
  const marks = {
    promote: style.green("✓"),
    undo: style.red("✗"),
    hold: style.yellow("?"),
  } as const
  return [`${marks[verdict]} Beside the other release:`, `    ${reason}`]
}
