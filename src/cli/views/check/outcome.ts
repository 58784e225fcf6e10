import type { ChalkInstance } from "chalk"
import type { ChecklistItem } from "../../../core/production/checklist-item.ts"
import type { Report } from "../../../core/report/report.ts"
import type { CheckOutcome } from "../../../workflows/check/check.ts"
import { checksText, probesText } from "./checks.ts"
import { sloText } from "./slo.ts"
import { counted, countText, diagnosticsText } from "../diagnostics.ts"

/** What a run of checks found, part by part, each with a last line that counts. */
export function outcomeText(outcome: CheckOutcome, style: ChalkInstance): string {
  const { report, live } = outcome
  return [
    ...(outcome.static === undefined ? [] : [findingsText(report, outcome.static, style)]),
    ...(live === undefined ? [] : [checksText(live.results, style)]),
    ...(live === undefined || live.probes.length === 0 ? [] : [probesText(live.probes, style)]),
    ...(report.slo === undefined ? [] : [sloText(report.slo, style)]),
    ...(report.checklist.length === 0 ? [] : [checklistText(report.checklist, style)]),
  ].join("\n\n")
}

function findingsText(
  { findings, silenced, rules }: Report,
  { files, fixed }: NonNullable<CheckOutcome["static"]>,
  style: ChalkInstance,
): string {
  const looked = `${rules.length} rules, ${counted(files, "file")}`
  const quiet = silenced.length === 0 ? "" : `, ${silenced.length} silenced with a reason`
  const last =
    findings.length === 0
      ? style.green(`Nothing found: ${looked}${quiet}.`)
      : `${style.red(`Found ${countText(findings)}`)}: ${looked}${quiet}.`
  return [
    ...fixed.map((path) => `${style.green("✓")} repaired ${path}`),
    ...(findings.length === 0 ? [] : [diagnosticsText(findings, style), ""]),
    last,
  ].join("\n")
}

function checklistText(items: readonly ChecklistItem[], style: ChalkInstance): string {
  const marks = {
    yes: style.green("✓"),
    no: style.red("✗"),
    unknown: style.yellow("?"),
    "not needed": style.dim("-"),
  } as const
  const ready = items.filter(({ answer }) => answer === "yes" || answer === "not needed").length
  const last = `${ready} of ${items.length} items are answered.`
  return [
    style.bold("Ready for production"),
    ...items.flatMap(({ answer, title, evidence, hint }) => [
      `${marks[answer]} ${title}${answer === "not needed" ? style.dim(" (not needed)") : ""}`,
      ...evidence.map((line) => `    ${line}`),
      ...(hint === "" ? [] : [`    ${style.cyan("→")} ${hint}`]),
    ]),
    ready === items.length ? style.green(last) : style.red(last),
  ].join("\n")
}
