import type { Timings } from "../../core/check/answer.ts"
import { type Diagnostic, hasErrors } from "../../errors/diagnostic.ts"

export interface CheckResult {
  readonly name: string
  readonly service: string
  /** Nothing is wrong at the severity of an error. */
  readonly passed: boolean
  /** What is wrong, with code and hint; bounded, without secrets. */
  readonly findings: readonly Diagnostic[]
  /** The sentences of the findings. */
  readonly messages: readonly string[]
  /** What was seen; sentences, without secrets. */
  readonly facts: readonly string[]
  /** Of the check's own request, never of the warm-up; undefined where none was sent. */
  readonly timings: Timings | undefined
  readonly warmUp: WarmUp | undefined
}

export interface WarmUp {
  readonly probes: number
  readonly tookMs: number
}

/** What was asked, what came of it, and what may be left out of it. */
export interface CheckEvidence extends Pick<CheckResult, "name" | "service" | "findings"> {
  readonly facts?: readonly string[]
  readonly timings?: Timings | undefined
  readonly warmUp?: WarmUp | undefined
}

export function checkResult(evidence: CheckEvidence): CheckResult {
  const { name, service, findings, facts = [], timings, warmUp } = evidence
  return {
    name,
    service,
    passed: !hasErrors(findings),
    findings,
    messages: findings.map(({ message }) => message),
    facts,
    timings,
    warmUp,
  }
}
