import type { Objectives } from "../../../src/core/slo/judge-slo.ts"
import type { Observed } from "../../../src/core/slo/measurement.ts"
import { sampleOf, type SloReport, sloReport } from "../../../src/core/slo/slo-report.ts"
import { answered, measured } from "./runs.ts"

export interface SampleRun {
  readonly requests?: number
  /** Every so many fails. */
  readonly failing?: number
  readonly fasterBefore?: number
  readonly objectives?: Objectives
}

/** A run whose latencies rise evenly from 50 ms to 250 ms, and beside it, where asked, a release that is so many times as fast. */
export function sampleSlo(run: SampleRun = {}): SloReport {
  const { requests = 1200, failing = 40, fasterBefore = 3, objectives = usualObjectives } = run
  const measurement = measured(observed(requests, failing, 1), 60_000)
  const before = measured(observed(requests, 0, fasterBefore), 60_000)
  return sloReport({
    service: "api",
    plan: { ratePerSecond: requests / 60, durationMs: 60_000 },
    objectives,
    measurement,
    samples: {
      before: sampleOf(before, new Map([["adds", true]])),
      after: sampleOf(measurement, new Map([["adds", false]])),
    },
    notMade: [],
    place: { file: "aidep.yaml", line: 30, column: 6 },
  })
}

const usualObjectives: Objectives = { availability: 0.995, p99: 500 }

function observed(count: number, failing: number, factor: number): readonly Partial<Observed>[] {
  return Array.from({ length: count }, (_, index) => {
    const fails = failing > 0 && index % failing === failing - 1
    const ms = (50 + (200 * ((index * 7) % count)) / count) / factor
    const body = '<b>"no" & 100 %</b>\n| ]]> @everybody'
    return { request: index % 2, outcome: fails ? answered(5, 503, body) : answered(ms) }
  })
}
