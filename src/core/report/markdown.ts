import type { Diagnostic } from "../../errors/diagnostic.ts"
import { escapedMarkdown, markdownTable } from "./markdown-table.ts"
import type { SloReport } from "../slo/slo-report.ts"
import { factsText, headlineText, sloTables } from "../slo/slo-tables.ts"
import { countOf, type Report, type ReportedCheck } from "./report.ts"

/** Findings that are listed; a summary of GitHub takes 1 MiB, a comment 65,536 characters. */
const maxRows = 100

/** A report for a job's summary or a comment, in GitHub's Markdown. The text ends in a line feed. */
export function markdownText(report: Report): string {
  const { project, environment, checks, checklist, rules, slo } = report
  const parts = [
    `## aidep: ${escapedMarkdown(project)} in ${escapedMarkdown(environment)}`,
    headline(report),
    ...(checks.length === 0
      ? []
      : [markdownTable(["", "Check", "Service", "Took"], checks.map(checkRow))]),
    ...details(checks),
    ...(slo === undefined ? [] : loadParts(slo)),
    ...(checklist.length === 0
      ? []
      : [
          "### Ready for production",
          markdownTable(
            ["", "Item", "Evidence"],
            checklist.map(({ title, answer, evidence, hint }) => [
              marks[answer],
              title,
              [...evidence, hint].join(" "),
            ]),
          ),
        ]),
    ...(rules.length === 0 && report.findings.length === 0 ? [] : findingParts(report)),
  ]
  return `${parts.join("\n\n")}\n`
}

const marks = { yes: "✅", no: "❌", unknown: "❔", "not needed": "➖" } as const

function headline(report: Report): string {
  const { checks, checklist, rules } = report
  const passed = checks.filter((check) => check.passed).length
  const yes = checklist.filter(({ answer }) => answer === "yes" || answer === "not needed").length
  return [
    ...(checks.length === 0 ? [] : [`${passed} of ${checks.length} live checks passed.`]),
    ...(checklist.length === 0
      ? []
      : [`${yes} of ${checklist.length} items of the checklist are answered.`]),
    ...(rules.length === 0
      ? []
      : [
          `${rules.length} rules found ${counted(countOf(report, "error"), "error")} and ${counted(countOf(report, "warning"), "warning")}.`,
        ]),
  ].join(" ")
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

function findingParts({ findings, silenced }: Report): readonly string[] {
  const rows = findings.slice(0, maxRows).map(findingRow)
  const more = findings.length - rows.length
  return [
    ...(rows.length === 0
      ? []
      : ["### Findings", markdownTable(["", "Where", "What", "Code"], rows)]),
    ...(more > 0 ? [`And ${more} more.`] : []),
    ...(silenced.length === 0
      ? []
      : [
          `<details><summary>${counted(silenced.length, "finding")} silenced with a reason</summary>\n\n${markdownTable(
            ["Where", "Code", "Reason"],
            silenced.map(({ finding, reason }) => [placeText(finding), finding.code, reason]),
          )}\n\n</details>`,
        ]),
  ]
}

const verdictMarks = { pass: "✅", fail: "❌", inconclusive: "❔" } as const

function loadParts(slo: SloReport): readonly string[] {
  const { verdict, reasons, comparison } = slo
  const compared =
    comparison === undefined ? [] : [`Beside the other release: ${comparison.reason}`]
  return [
    "### Under load",
    `${verdictMarks[verdict]} ${escapedMarkdown(headlineText(slo))}`,
    [...reasons, ...factsText(slo), ...compared]
      .map((one) => `- ${escapedMarkdown(one)}`)
      .join("\n"),
    ...sloTables(slo).map(({ head, rows }) => markdownTable(head, rows)),
  ]
}

function checkRow({
  name,
  service,
  passed,
  durationMs,
  findings = [],
}: ReportedCheck): readonly string[] {
  const took = durationMs === undefined ? "" : `${Math.round(durationMs)} ms`
  const good = findings.length === 0 ? "✅" : "⚠️"
  return [passed ? good : "❌", name, service, took]
}

function details(checks: readonly ReportedCheck[]): readonly string[] {
  return checks
    .filter(({ passed, findings = [] }) => !passed || findings.length > 0)
    .map(({ name, messages, findings = [] }) => {
      const lines =
        findings.length === 0
          ? messages.map((message) => `- ${escapedMarkdown(message)}`)
          : findings.map(
              ({ message, hint, code }) =>
                `- ${escapedMarkdown(`${message} ${hint}`)} (\`${code}\`)`,
            )
      return [`**${escapedMarkdown(name)}**`, ...lines].join("\n")
    })
}

function findingRow(finding: Diagnostic): readonly string[] {
  const { severity, message, hint, code } = finding
  return [severity === "error" ? "❌" : "⚠️", placeText(finding), `${message} ${hint}`, code]
}

function placeText({ place }: Diagnostic): string {
  return place === undefined ? "" : `${place.file}:${place.line}`
}
