import { inconclusive, objectiveMissed, releaseWorse } from "../../errors/catalogue/slo.ts"
import { diagnose, type Diagnostic, type Place } from "../../errors/diagnostic.ts"
import { type CanaryJudgement, judgeCanary } from "./canary.ts"
import { compareReleases, type Compared, type Sample, usualRules } from "./compare.ts"
import { type Estimate, estimateShare } from "./confidence.ts"
import { type Distribution, estimateQuantile } from "./distribution.ts"
import { type Bar, barsOf } from "./bars.ts"
import {
  type ErrorBudget,
  errorBudget,
  type JudgedObjective,
  judgeSlo,
  type Objectives,
  type SloJudgement,
  type SloPlan,
  type SloVerdict,
} from "./judge-slo.ts"
import type { MeasuredPart, Measurement } from "./measurement.ts"

/** What a run under load found, as JSON holds it. */
export interface SloReport {
  readonly service: string
  readonly plan: SloPlan
  readonly verdict: SloVerdict
  /** Sentences. */
  readonly reasons: readonly string[]
  readonly objectives: readonly ReportedObjective[]
  readonly counts: Pick<Measurement, "requests" | "errors" | "limited" | "interrupted" | "queued">
  /** Milliseconds after it was due in which 99 of 100 requests were sent. */
  readonly lateMs: number | undefined
  readonly availability: Interval
  /** Undefined without an objective for it. */
  readonly budget: ErrorBudget | undefined
  readonly latencyMs: Percentiles | undefined
  /** Of streams only. */
  readonly firstTokenMs: Percentiles | undefined
  readonly tokensPerSecond: Percentiles | undefined
  readonly checks: readonly ReportedPart[]
  readonly failures: Measurement["failures"]
  /** Latencies, each bar a fixed factor wide. */
  readonly bars: readonly Bar[]
  /** Spans of time; `name` is the second at which one begins. */
  readonly timeline: readonly ReportedPart[]
  readonly comparison: ReportedComparison | undefined
  /** Where the manifest states the objectives. */
  readonly place: Place | undefined
}

/** A 95 % interval; null: not bounded. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number | null
}

export interface Percentiles {
  readonly p50: Interval
  readonly p95: Interval
  readonly p99: Interval
  readonly max: number
}

export interface ReportedObjective extends Omit<JudgedObjective, "measured"> {
  readonly measured: Interval | undefined
}

export interface ReportedPart {
  readonly name: string
  readonly requests: number
  readonly errors: number
  readonly p50Ms: number | undefined
  readonly p99Ms: number | undefined
}

/** Another release that was asked at the same time. */
export interface ReportedComparison extends CanaryJudgement {
  readonly compared: readonly (Omit<Compared, "before" | "after"> & {
    readonly before: Interval
    readonly after: Interval
  })[]
}

export interface SloRun {
  readonly service: string
  readonly plan: SloPlan
  readonly objectives: Objectives
  readonly measurement: Measurement
  /** Both releases where two were asked. */
  readonly samples: { readonly before: Sample; readonly after: Sample } | undefined
  /** Why nothing was measured, sentences; the verdict is then inconclusive. */
  readonly notMade: readonly string[]
  readonly place: Place | undefined
}

/** Judges what a run measured and puts it into the form that every format is made of. */
export function sloReport(run: SloRun): SloReport {
  const { service, plan, measurement, samples, place } = run
  const { requests, errors, limited, interrupted, queued, failures } = measurement
  const { availability } = run.objectives
  const judgement = judged(run)
  return {
    service,
    plan,
    ...judgement,
    objectives: judgement.objectives.map(({ measured, ...rest }) => ({
      ...rest,
      measured: measured && interval(measured),
    })),
    counts: { requests, errors, limited, interrupted, queued },
    lateMs: estimateQuantile(measurement.lateMs, 0.99)?.value,
    availability: interval(estimateShare(requests - errors, requests)),
    budget: availability === undefined ? undefined : errorBudget(measurement, availability),
    latencyMs: percentiles(measurement.latenciesMs),
    firstTokenMs: percentiles(measurement.firstTokensMs),
    tokensPerSecond: percentiles(measurement.tokensPerSecond),
    checks: measurement.checks.map(reportedPart),
    failures,
    bars: barsOf(measurement.latenciesMs),
    timeline: measurement.spans.map(reportedPart),
    comparison: samples && comparisonOf(samples),
    place,
  }
}

function judged({ measurement, objectives, plan, notMade }: SloRun): SloJudgement {
  return notMade.length === 0
    ? judgeSlo(measurement, objectives, plan)
    : { verdict: "inconclusive", reasons: notMade, objectives: [] }
}

function comparisonOf({ before, after }: NonNullable<SloRun["samples"]>): ReportedComparison {
  return {
    ...judgeCanary(before, after, usualRules),
    compared: compareReleases(before, after, usualRules).map((one) => ({
      ...one,
      before: interval(one.before),
      after: interval(one.after),
    })),
  }
}

/** A run as one of two to compare. `golden`: prompts with a known answer that were asked before the load. */
export function sampleOf(
  { requests, errors, latenciesMs, firstTokensMs, tokensPerSecond }: Measurement,
  golden: ReadonlyMap<string, boolean>,
): Sample {
  return { requests, errors, latenciesMs, firstTokensMs, tokensPerSecond, golden }
}

function interval({ value, low, high }: Estimate): Interval {
  return { value, low, high: Number.isFinite(high) ? high : null }
}

function percentiles(values: Distribution): Percentiles | undefined {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => estimateQuantile(values, share))
  if (p50 === undefined || p95 === undefined || p99 === undefined) return undefined
  const max = values.atRank(values.count)
  return { p50: interval(p50), p95: interval(p95), p99: interval(p99), max }
}

function reportedPart({ name, requests, errors, latenciesMs }: MeasuredPart): ReportedPart {
  const at = (share: number) => estimateQuantile(latenciesMs, share)?.value
  return { name, requests, errors, p50Ms: at(0.5), p99Ms: at(0.99) }
}

/** What is wrong, as findings; none where all passes, and none without a run. */
export function sloFindings(report: SloReport | undefined): readonly Diagnostic[] {
  if (report === undefined) return []
  const { service, verdict, reasons, comparison, place } = report
  return [
    ...(verdict === "fail" ? [diagnose(objectiveMissed, { service, reasons }, place)] : []),
    ...(verdict === "inconclusive" ? [diagnose(inconclusive, { service, reasons }, place)] : []),
    ...(comparison?.verdict === "undo"
      ? [diagnose(releaseWorse, { service, reason: comparison.reason })]
      : []),
  ]
}

/** Neither passed nor failed: of the objectives, or of the comparison with another release. */
export function isOpen({ verdict, comparison }: SloReport): boolean {
  return verdict === "inconclusive" || comparison?.verdict === "hold"
}

/** The report with every text as `mask` has it: servers and manifests may repeat a secret. */
export function maskSlo(report: SloReport, mask: (text: string) => string): SloReport {
  const { comparison } = report
  return {
    ...report,
    reasons: report.reasons.map(mask),
    objectives: report.objectives.map((one) => ({ ...one, reason: mask(one.reason) })),
    checks: report.checks.map((one) => ({ ...one, name: mask(one.name) })),
    failures: report.failures.map((one) => ({ ...one, message: mask(one.message) })),
    comparison: comparison && { ...comparison, reason: mask(comparison.reason) },
  }
}
