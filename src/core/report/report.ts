import type { ExplainedEntry } from "../../errors/catalogue-entry.ts"
import type { Diagnostic, Place } from "../../errors/diagnostic.ts"
import { maskSecrets } from "../check/show.ts"
import { maskSlo, type SloReport } from "../slo/slo-report.ts"
import type { Silenced } from "../lint/ignore-comments.ts"
import type { ChecklistItem } from "../production/checklist-item.ts"

/** All that a run of checks found, in the form that every format is made of. */
export interface Report {
  readonly project: string
  readonly environment: string
  /** Milliseconds since 1970. */
  readonly madeAtMs: number
  /** Static findings, in the order of files and lines. */
  readonly findings: readonly Diagnostic[]
  readonly silenced: readonly Silenced[]
  /** Rules that were applied: all that can be found under `findings`, and more. */
  readonly rules: readonly ExplainedEntry[]
  /** Checks that were made from outside. */
  readonly checks: readonly ReportedCheck[]
  /** Items of the production checklist. */
  readonly checklist: readonly ChecklistItem[]
  /** What came of a run under load; undefined where there was none. */
  readonly slo: SloReport | undefined
}

export interface ReportedCheck {
  readonly name: string
  readonly service: string
  readonly passed: boolean
  /** Sentences about what is not as expected. */
  readonly messages: readonly string[]
  /** The same with code, severity and hint: a check that passed may have warnings. */
  readonly findings?: readonly Diagnostic[]
  /** Of the check's own request; undefined where none was sent. */
  readonly durationMs: number | undefined
  /** Where the manifest states the check. */
  readonly place: Place | undefined
}

export function countOf(report: Report, severity: Diagnostic["severity"]): number {
  return report.findings.filter((finding) => finding.severity === severity).length
}

/** The report with dots in place of every secret, wherever it got in. */
export function withoutSecrets(report: Report, secrets: readonly string[]): Report {
  const mask = (text: string) => maskSecrets(text, secrets)
  return {
    ...report,
    findings: report.findings.map((finding) => maskFinding(finding, mask)),
    silenced: report.silenced.map(({ finding, reason }) => ({
      finding: maskFinding(finding, mask),
      reason: mask(reason),
    })),
    checks: report.checks.map((check) => ({
      ...check,
      name: mask(check.name),
      messages: check.messages.map(mask),
      ...(check.findings === undefined
        ? {}
        : { findings: check.findings.map((finding) => maskFinding(finding, mask)) }),
    })),
    checklist: report.checklist.map((item) => ({
      ...item,
      evidence: item.evidence.map(mask),
      hint: mask(item.hint),
    })),
    slo: report.slo && maskSlo(report.slo, mask),
  }
}

function maskFinding(finding: Diagnostic, mask: (text: string) => string): Diagnostic {
  const { place } = finding
  return {
    ...finding,
    message: mask(finding.message),
    hint: mask(finding.hint),
    ...(place === undefined ? {} : { place: { ...place, file: mask(place.file) } }),
  }
}
