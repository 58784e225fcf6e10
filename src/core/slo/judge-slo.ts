import { type Estimate, estimateShare, quantileRanks } from "./confidence.ts"
import { estimateQuantile } from "./distribution.ts"
import type { Measurement } from "./measurement.ts"
import { countText, intervalText, msText, percentText } from "./wording.ts"

export type SloVerdict = "pass" | "fail" | "inconclusive"

/** The manifest's `slo`. */
export interface Objectives {
  /** Share of requests with the expected answer, 0 to 1. */
  readonly availability?: number | undefined
  /** Milliseconds. */
  readonly p99?: number | undefined
}

export interface JudgedObjective {
  readonly name: "availability" | "p99"
  /** In the unit of its name: a share, or milliseconds. */
  readonly objective: number
  readonly measured: Estimate | undefined
  readonly verdict: SloVerdict
  /** A sentence with the figures. */
  readonly reason: string
}

export interface SloJudgement {
  readonly verdict: SloVerdict
  /** Sentences. */
  readonly reasons: readonly string[]
  readonly objectives: readonly JudgedObjective[]
}

/** What the run was to do. */
export interface SloPlan {
  readonly ratePerSecond: number
  readonly durationMs: number
}

/** How many requests a run sends. */
export function requestCount({ ratePerSecond, durationMs }: SloPlan): number {
  return Math.max(1, Math.round((ratePerSecond * durationMs) / 1000))
}

/**
 * Passes or fails where the whole 95 % interval lies on one side of an objective; else, and where the run itself was
 * not as planned, it is inconclusive, with the reason.
 */
export function judgeSlo(
  measurement: Measurement,
  objectives: Objectives,
  plan: SloPlan,
): SloJudgement {
  const judged = [
    ...(objectives.availability === undefined
      ? []
      : [availability(measurement, objectives.availability)]),
    ...(objectives.p99 === undefined
      ? []
      : [onBusyMachine(latency(measurement, objectives.p99), measurement)]),
  ]
  const faults = faultsOfRun(measurement, plan)
  if (faults.length > 0)
    return { verdict: "inconclusive", reasons: faults, objectives: judged.map(inDoubt) }
  if (judged.length === 0)
    return { verdict: "inconclusive", reasons: [noObjective], objectives: [] }
  const verdict =
    fromWorst.find((one) => judged.some((objective) => objective.verdict === one)) ?? "pass"
  const decisive = judged.filter((objective) => objective.verdict === verdict)
  return { verdict, reasons: decisive.map(({ reason }) => reason), objectives: judged }
}

const fromWorst = ["fail", "inconclusive", "pass"] as const
const noObjective =
  "The manifest states no objective. State one: slo: { availability: 99.5%, p99: 500ms }."

/** After a faulty run a failure may be the run's own. */
function inDoubt(objective: JudgedObjective): JudgedObjective {
  return objective.verdict === "fail" ? { ...objective, verdict: "inconclusive" } : objective
}

function availability({ requests, errors }: Measurement, objective: number): JudgedObjective {
  const measured = estimateShare(requests - errors, requests)
  const verdict = sideOf(measured.low >= objective, measured.high < objective)
  const shown = `${intervalText(measured, percentText)} of ${countText(requests)} requests were answered as expected`
  const rest = {
    pass: `, and the objective is ${percentText(objective)}.`,
    fail: `, where the objective is ${percentText(objective)}.`,
    inconclusive: `, which does not tell whether it is ${percentText(objective)}: ${moreRequests(measured.value, objective)}.`,
  }
  return { name: "availability", objective, measured, verdict, reason: `${shown}${rest[verdict]}` }
}

/** How long a run has to be that tells, if it goes on as it began. */
function moreRequests(share: number, objective: number): string {
  for (let requests = 10; requests < 1e9; requests *= 1.1) {
    const { low, high } = estimateShare(share * requests, requests)
    if (low >= objective || high < objective)
      return `it takes about ${countText(Number(requests.toPrecision(2)))} requests`
  }
  return "it lies too close for any run to tell"
}

function latency({ latenciesMs, requests }: Measurement, objective: number): JudgedObjective {
  const measured = estimateQuantile(latenciesMs, 0.99)
  const about = { name: "p99", objective, measured } as const
  if (measured === undefined) {
    const reason = "No request was answered as expected, so there is no 99th percentile."
    return { ...about, verdict: sideOf(false, requests > 0), reason }
  }
  const verdict = sideOf(measured.high <= objective, measured.low > objective)
  const limit = msText(objective)
  const shown = `The 99th percentile is ${intervalText(measured, msText)}`
  const rest = {
    pass: `, and the objective is ${limit}.`,
    fail: `, where the objective is ${limit}.`,
    inconclusive: `, which does not tell whether it is within ${limit}: ${moreTimes(latenciesMs.count)}.`,
  }
  return { ...about, verdict, reason: `${shown}${rest[verdict]}` }
}

function moreTimes(count: number): string {
  return quantileRanks(count, 0.99).high > count
    ? `it takes ${fewestForP99} answers or more`
    : "a longer run narrows the interval"
}

/** With fewer, no value of the sample bounds the 99th percentile from above: 0.99^367 is above 2.5 %. */
const fewestForP99 = 368

function sideOf(passes: boolean, fails: boolean): SloVerdict {
  if (passes) return "pass"
  return fails ? "fail" : "inconclusive"
}

/** Milliseconds that this process may be late, and the factor of the count that it has to send. */
const tolerated = { lateMs: 10, sent: 0.99 } as const

/** Why the run says nothing of the service at this rate. */
function faultsOfRun(measurement: Measurement, plan: SloPlan): readonly string[] {
  const { requests, limited, interrupted, lateMs } = measurement
  const planned = requestCount(plan)
  const sent = lateMs.count - interrupted
  return [
    ...(sent < planned * tolerated.sent
      ? [`The run was interrupted after ${countText(sent)} of ${countText(planned)} requests.`]
      : []),
    ...(requests === 0 && limited === 0 ? ["No request had an outcome."] : []),
    ...(limited > 0
      ? [
          `${countText(limited)} requests were turned away by a rate limit (429). Ask with a lower --rate.`,
        ]
      : []),
  ]
}

/** To be late only adds to what is measured: what passes, passes, and what fails may be this machine's own. */
function onBusyMachine(objective: JudgedObjective, { lateMs }: Measurement): JudgedObjective {
  const late = estimateQuantile(lateMs, 0.99)?.value ?? 0
  if (objective.verdict !== "fail" || late <= tolerated.lateMs) return objective
  const reason = `This machine was too busy to measure latencies: 1 of 100 requests was sent ${msText(late)} late or more.`
  return { ...objective, verdict: "inconclusive", reason }
}

export interface ErrorBudget {
  /** Requests of the run that may fail by the objective. */
  readonly allowed: number
  readonly used: number
  /** Of what is allowed: 1 is all of it. Undefined where nothing is. */
  readonly usedShare: number | undefined
}

/** What the errors of a run take of what an availability allows for as many requests. */
export function errorBudget(
  { requests, errors }: Pick<Measurement, "requests" | "errors">,
  objective: number,
): ErrorBudget {
  const allowed = Number(((1 - objective) * requests).toFixed(6))
  return { allowed, used: errors, usedShare: allowed > 0 ? errors / allowed : undefined }
}
