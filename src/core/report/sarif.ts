import type { Log, ReportingDescriptor, Result } from "sarif"
import type { ExplainedEntry } from "../../errors/catalogue-entry.ts"
import type { Diagnostic, Place } from "../../errors/diagnostic.ts"
import { sloFindings } from "../slo/slo-report.ts"
import type { Report, ReportedCheck } from "./report.ts"

/** Static Analysis Results Interchange Format 2.1.0, as code scanning takes it. The text ends in a line feed. */
export function sarifText(report: Report): string {
  const rules = rulesOf(report)
  const indexes = new Map(rules.map(({ id }, index) => [id, index]))
  const results = [
    ...[...report.findings, ...sloFindings(report.slo)].map((finding) => findingResult(finding)),
    ...report.silenced.map(({ finding, reason }) => ({
      ...findingResult(finding),
      suppressions: [{ kind: "inSource" as const, justification: reason }],
    })),
    ...report.checks.flatMap(checkResults),
  ]
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "aidep", rules: [...rules] } },
        columnKind: "utf16CodeUnits",
        results: results.map((result) => {
          const ruleIndex = indexes.get(result.ruleId ?? "")
          return ruleIndex === undefined ? result : { ...result, ruleIndex }
        }),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

const failedCheck = "check/failed"

function rulesOf({
  rules,
  findings,
  silenced,
  checks,
  slo,
}: Report): readonly ReportingDescriptor[] {
  const known = new Map(rules.map((entry) => [entry.code, descriptor(entry)]))
  const seen = checks.flatMap((check) => check.findings ?? [])
  const found = [
    ...findings,
    ...sloFindings(slo),
    ...silenced.map(({ finding }) => finding),
    ...seen,
  ].map(({ code }) => code)
  const others = [...found, ...(checks.length > 0 ? [failedCheck] : [])]
  for (const code of others) if (!known.has(code)) known.set(code, { id: code })
  return [...known.values()]
}

function descriptor({ code, severity, title, explanation }: ExplainedEntry): ReportingDescriptor {
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    help: { text: `${explanation} More: aidep explain ${code}` },
    defaultConfiguration: { level: severity },
  }
}

function findingResult({ severity, code, message, hint, place }: Diagnostic): Result {
  return {
    ruleId: code,
    level: severity,
    message: { text: `${message} ${hint}` },
    locations: locationsOf(place),
  }
}

/** One result a finding; one for all where a check has none. */
function checkResults(check: ReportedCheck): readonly Result[] {
  const { name, service, passed, messages, place, findings = [] } = check
  const about = `The check "${name}" of "${service}" failed.`
  const locations = locationsOf(place)
  if (findings.length === 0 && !passed)
    return [
      {
        ruleId: failedCheck,
        level: "error",
        message: { text: `${about} ${messages.join(" ")}` },
        locations,
      },
    ]
  return findings.map(({ code, severity, message, hint }) => ({
    ruleId: code,
    level: severity,
    message: { text: `${severity === "error" ? `${about} ` : ""}${message} ${hint}` },
    locations,
  }))
}

function locationsOf(place: Place | undefined): NonNullable<Result["locations"]> {
  if (place === undefined) return []
  const { file, line, column } = place
  const uri = file.split("/").map(encodeURIComponent).join("/")
  return [
    {
      physicalLocation: {
        artifactLocation: { uri, uriBaseId: "%SRCROOT%" },
        region: { startLine: line, startColumn: column },
      },
    },
  ]
}
