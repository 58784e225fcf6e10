import type { Outcome } from "../check/answer.ts"
import { evaluateAll } from "../check/evaluate.ts"
import { type Expectation, withoutTimes } from "../check/expectation.ts"
import { type Histogram, openHistogram } from "./histogram.ts"
import { tokenTimes } from "./token-times.ts"

/** A check whose request is sent again and again. */
export interface MeasuredCheck {
  readonly name: string
  readonly expectations: readonly Expectation[]
  /** What no message may show. */
  readonly secrets: readonly string[]
}

/** What came of one request. Times count from when it was due. */
export interface Observed {
  /** Index of its check. */
  readonly request: number
  readonly dueMs: number
  readonly lateMs: number
  readonly queued: boolean
  readonly outcome: Outcome
}

/** What a run showed so far. */
export interface Measurement extends Omit<MeasuredPart, "name"> {
  /** Answered 429, where the check does not ask for it. */
  readonly limited: number
  readonly interrupted: number
  /** Those that found every connection taken. */
  readonly queued: number
  /** How much later than due requests were sent. */
  readonly lateMs: Histogram
  readonly firstTokensMs: Histogram
  readonly tokensPerSecond: Histogram
  /** How often each thing was wrong; the most frequent first. */
  readonly failures: readonly { readonly message: string; readonly count: number }[]
  /** In the order of the checks. */
  readonly checks: readonly MeasuredPart[]
  /** Equal spans of time by when requests were due; in their order. */
  readonly spans: readonly MeasuredPart[]
}

export interface MeasuredPart {
  /** Of a check; of a span, the second at which it begins. */
  readonly name: string
  /** Neither refused because of a rate limit nor interrupted. */
  readonly requests: number
  /** Of them, those without the expected answer. */
  readonly errors: number
  /** Of answers that are right or only late, and of time-outs, which took at least so long. */
  readonly latenciesMs: Histogram
}

export interface Measuring {
  readonly add: (observed: Observed) => void
  readonly read: () => Measurement
}

/** Takes up what comes of a run. */
export interface Measuring {
  readonly add: (observed: Observed) => void
  readonly read: () => Measurement
}

const mostSpans = 60
const mostMessages = 50

/** Its memory does not grow with the number of requests. */
export function openMeasurement(checks: readonly MeasuredCheck[], durationMs: number): Measuring {
  const spanMs = Math.max(1000, durationMs / mostSpans)
  const spanStarts = Array.from(
    { length: Math.ceil(durationMs / spanMs) },
    (_, index) => index * spanMs,
  )
  const parts = {
    whole: openPart(""),
    checks: checks.map(({ name }) => openPart(name)),
    spans: spanStarts.map((startMs) => openPart(String(startMs / 1000))),
  }
  const counts = { limited: 0, interrupted: 0, queued: 0 }
  const histograms = {
    lateMs: openHistogram(),
    firstTokensMs: openHistogram(),
    tokensPerSecond: openHistogram(),
  }
  const failures = openTally()
  return {
    add: ({ request, dueMs, lateMs, queued, outcome }) => {
      const check = checks[request]
      if (check === undefined) return
      histograms.lateMs.add(lateMs)
      if (queued) counts.queued += 1
      const messages = evaluateAll(outcome, check.expectations, check.secrets)
      const said = exclusionOf(outcome, messages)
      if (said !== undefined) {
        counts[said] += 1
        return
      }
      failures.add(messages)
      const isError = messages.length > 0
      const isTimed = !isError || isSlowOnly(outcome, check)
      const into = [parts.whole, parts.checks[request], parts.spans[Math.floor(dueMs / spanMs)]]
      for (const part of into) part?.add(outcome, { isError, isTimed })
      if (!isError) addTokens(outcome, histograms)
    },
    read: () => ({
      ...counts,
      ...histograms,
      ...parts.whole.read(),
      failures: failures.read(),
      checks: parts.checks.map((part) => part.read()),
      spans: parts.spans.map((part) => part.read()),
    }),
  }
}

/** What says nothing of the service. */
function exclusionOf(
  outcome: Outcome,
  messages: readonly string[],
): "limited" | "interrupted" | undefined {
  if (outcome.status === "failed") return outcome.kind === "aborted" ? "interrupted" : undefined
  return messages.length > 0 && outcome.answer.statusCode === 429 ? "limited" : undefined
}

function openPart(name: string) {
  const counts = { requests: 0, errors: 0 }
  const latenciesMs = openHistogram()
  return {
    add: ({ timings }: Outcome, { isError, isTimed }: Judged): void => {
      counts.requests += 1
      if (isError) counts.errors += 1
      if (isTimed) latenciesMs.add(timings.totalMs)
    },
    read: (): MeasuredPart => ({ name, ...counts, latenciesMs }),
  }
}

interface Judged {
  readonly isError: boolean
  /** Its time belongs to the latencies. */
  readonly isTimed: boolean
}

/** Too late for an expectation, and right otherwise: to leave it out would flatter the latencies. */
function isSlowOnly(outcome: Outcome, { expectations, secrets }: MeasuredCheck): boolean {
  if (outcome.status === "failed") return outcome.kind === "timed-out"
  return evaluateAll(outcome, withoutTimes(expectations), secrets).length === 0
}

/** Counts equal messages; of very many different ones, the first. */
function openTally() {
  const counts = new Map<string, number>()
  return {
    add: (messages: readonly string[]): void => {
      for (const message of messages)
        if (counts.has(message) || counts.size < mostMessages)
          counts.set(message, (counts.get(message) ?? 0) + 1)
    },
    read: () =>
      [...counts]
        .map(([message, count]) => ({ message, count }))
        .toSorted((a, b) => b.count - a.count),
  }
}

function addTokens(
  outcome: Outcome,
  { firstTokensMs, tokensPerSecond }: Pick<Measurement, "firstTokensMs" | "tokensPerSecond">,
): void {
  const times = outcome.status === "answered" ? tokenTimes(outcome.answer) : undefined
  if (times === undefined) return
  firstTokensMs.add(times.firstTokenMs)
  if (times.tokensPerSecond !== undefined) tokensPerSecond.add(times.tokensPerSecond)
}
