import type { Outcome } from "../../../src/core/check/answer.ts"
import { expectationsOf } from "../../../src/core/check/expectation.ts"
import {
  type Measurement,
  type Observed,
  openMeasurement,
} from "../../../src/core/slo/measurement.ts"

export const secret = "sk-very-secret-value"

/** Two checks: of the status alone, and of an answer within 300 ms. */
export const checks = [
  { name: "alive", expectations: expectationsOf({ status: 200 }), secrets: [secret] },
  { name: "quick", expectations: expectationsOf({ within: 300 }), secrets: [secret] },
]

/** A run of ten seconds in which each request is as given. */
export function measured(observed: readonly Partial<Observed>[], durationMs = 10_000): Measurement {
  const measuring = openMeasurement(checks, durationMs)
  for (const [index, one] of observed.entries()) {
    const dueMs = (index * durationMs) / observed.length
    const usual = { request: 0, dueMs, lateMs: 0.2, queued: false, outcome: answered(100) }
    measuring.add({ ...usual, ...one })
  }
  return measuring.read()
}

export function answered(totalMs: number, statusCode = 200, body = ""): Outcome {
  const answer = { statusCode, headers: {}, body, chunks: [] }
  return { status: "answered", answer, timings: { totalMs } }
}

export function failed(kind: "timed-out" | "cut" | "aborted", totalMs: number): Outcome {
  return { status: "failed", kind, reason: `It was ${kind}.`, timings: { totalMs } }
}

/** So many of each outcome. */
export function times(count: number, outcome: Outcome): readonly Partial<Observed>[] {
  return Array.from({ length: count }, () => ({ outcome }))
}
