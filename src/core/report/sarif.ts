import type { Log, ReportingDescriptor, Result } from "sarif"
import type { ExplainedEntry } from "../../errors/catalogue-entry.ts"
import type { Diagnostic, Place } from "../../errors/diagnostic.ts"
import type { Report, ReportedCheck } from "./report.ts"

/** Static Analysis Results Interchange Format 2.1.0, as code scanning takes it. The text ends in a line feed. */
export function sarifText(report: Report): string {
  const rules = rulesOf(report)
  const indexes = new Map(rules.map(({ id }, index) => [id, index]))
  const results = [
    ...report.findings.map((finding) => findingResult(finding)),
    ...report.silenced.map(({ finding, reason }) => ({
      ...findingResult(finding),
      suppressions: [{ kind: "inSource" as const, justification: reason }],
    })),
    ...report.checks.filter(({ passed }) => !passed).map(checkResult),
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

function rulesOf({ rules, findings, silenced, checks }: Report): readonly ReportingDescriptor[] {
  const known = new Map(rules.map((entry) => [entry.code, descriptor(entry)]))
  const found = [...findings, ...silenced.map(({ finding }) => finding)].map(({ code }) => code)
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

function checkResult({ name, service, messages, place }: ReportedCheck): Result {
  return {
    ruleId: failedCheck,
    level: "error",
    message: { text: `The check "${name}" of "${service}" failed. ${messages.join(" ")}` },
    locations: locationsOf(place),
  }
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
