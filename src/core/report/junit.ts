import XMLBuilder from "fast-xml-builder"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { SloVerdict } from "../slo/judge-slo.ts"
import type { ReportedComparison, SloReport } from "../slo/slo-report.ts"
import { factsText, headlineText } from "../slo/slo-tables.ts"
import type { Report } from "./report.ts"

/** JUnit XML as the Apache Ant schema has it: one suite a kind of check. The text ends in a line feed. */
export function junitText(report: Report): string {
  const suites = [
    staticSuite(report),
    liveSuite(report),
    ...(report.slo === undefined ? [] : [loadSuite(report.slo)]),
    checklistSuite(report),
  ].filter(({ cases }) => cases.length > 0)
  const document = {
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    testsuites: { testsuite: suites.map((suite, id) => suiteElement(suite, id, report)) },
  }
  return `${builder().build(clean(document))}\n`
}

interface Suite {
  readonly name: string
  readonly cases: readonly Case[]
  /** What passes and is still worth reading. */
  readonly notes: readonly string[]
}

interface Case {
  readonly name: string
  readonly group: string
  readonly seconds: number
  readonly failures: readonly string[]
  readonly skipped?: string
}

function lineOf({ place, message, hint }: Diagnostic): string {
  const where = place === undefined ? "" : `${place.file}:${place.line}:${place.column} `
  return `${where}${message} ${hint}`
}

/** One case a rule: what it found at the severity of an error makes it fail, warnings are noted. */
function staticSuite({ rules, findings }: Report): Suite {
  const codes = new Set([...rules, ...findings].map(({ code }) => code))
  return {
    name: "static checks",
    cases: [...codes].map((code) => ({
      name: code,
      group: "static",
      seconds: 0,
      failures: findings
        .filter((finding) => finding.code === code && finding.severity === "error")
        .map(lineOf),
    })),
    notes: findings
      .filter(({ severity }) => severity === "warning")
      .map((one) => `warning ${lineOf(one)}`),
  }
}

function liveSuite({ checks }: Report): Suite {
  return {
    name: "live checks",
    cases: checks.map(({ name, service, passed, messages, findings = [], durationMs = 0 }) => ({
      name,
      group: service,
      seconds: durationMs / 1000,
      failures: passed ? [] : failureLines(messages, findings),
    })),
    notes: checks.flatMap(({ service, findings = [] }) =>
      findings
        .filter(({ severity }) => severity === "warning")
        .map((one) => `warning ${service}: ${lineOf(one)}`),
    ),
  }
}

function failureLines(
  messages: readonly string[],
  findings: readonly Diagnostic[],
): readonly string[] {
  const errors = findings.filter(({ severity }) => severity === "error")
  return errors.length === 0 ? messages : errors.map((one) => `${lineOf(one)} [${one.code}]`)
}

function checklistSuite({ checklist }: Report): Suite {
  return {
    name: "production checklist",
    cases: checklist.map(({ title, answer, evidence, hint }) => {
      const said = [...evidence, hint].join(" ").trim()
      return {
        name: title,
        group: "production",
        seconds: 0,
        failures: answer === "no" ? [said] : [],
        ...(answer === "unknown" || answer === "not needed" ? { skipped: said } : {}),
      }
    }),
    notes: [],
  }
}

/** One case an objective, and one where the run as a whole tells nothing; what is not known is skipped. */
function loadSuite(slo: SloReport): Suite {
  const { service, objectives, verdict, reasons, comparison, plan } = slo
  const whole = objectives.every((one) => one.verdict !== verdict)
    ? [{ name: "run", verdict, reason: reasons.join(" ") }]
    : []
  const compared =
    comparison === undefined
      ? []
      : [{ name: "other release", verdict: comparedVerdict(comparison), reason: comparison.reason }]
  return {
    name: "under load",
    cases: [...objectives, ...whole, ...compared].map(({ name, verdict: judged, reason }) => ({
      name,
      group: service,
      seconds: plan.durationMs / 1000,
      failures: judged === "fail" ? [reason] : [],
      ...(judged === "inconclusive" ? { skipped: reason } : {}),
    })),
    notes: [headlineText(slo), ...factsText(slo)],
  }
}

function comparedVerdict({ verdict }: ReportedComparison): SloVerdict {
  if (verdict === "hold") return "inconclusive"
  return verdict === "undo" ? "fail" : "pass"
}

function suiteElement({ name, cases, notes }: Suite, id: number, report: Report) {
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0)
  return {
    "@name": name,
    "@package": report.project,
    "@id": id,
    "@timestamp": new Date(report.madeAtMs).toISOString().slice(0, 19),
    "@hostname": "localhost",
    "@tests": cases.length,
    "@failures": cases.filter(({ failures }) => failures.length > 0).length,
    "@errors": 0,
    "@skipped": cases.filter(({ skipped }) => skipped !== undefined).length,
    "@time": decimal(seconds),
    properties: { property: { "@name": "environment", "@value": report.environment } },
    testcase: cases.map(caseElement),
    "system-out": notes.join("\n"),
    "system-err": "",
  }
}

function caseElement({ name, group, seconds, failures, skipped }: Case) {
  return {
    "@name": name,
    "@classname": group,
    "@time": decimal(seconds),
    ...(skipped === undefined ? {} : { skipped: { "@message": skipped } }),
    ...(failures.length === 0
      ? {}
      : {
          failure: {
            "@message": failures[0],
            "@type": "failed",
            "#text": failures.join("\n"),
          },
        }),
  }
}

/** The schema wants a decimal, without an exponent. */
function decimal(seconds: number): string {
  return seconds.toFixed(3)
}

function builder() {
  return new XMLBuilder({
    attributeNamePrefix: "@",
    ignoreAttributes: false,
    format: true,
    suppressBooleanAttributes: false,
  })
}

/** Characters that XML 1.0 cannot carry, not even escaped. */
// oxlint-disable-next-line no-control-regex
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function clean(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll(notInXml, "\ufffd")
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]))
}
