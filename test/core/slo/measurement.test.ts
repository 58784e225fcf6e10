import { describe, expect, test } from "vitest"
import { openMeasurement } from "../../../src/core/slo/measurement.ts"
import { answered, checks, failed, measured, secret, times } from "./runs.ts"

describe("a run", () => {
  test("counts requests and errors, in all, by check and by time", () => {
    const run = measured([
      { outcome: answered(100) },
      { outcome: answered(20, 500) },
      { request: 1, outcome: answered(200) },
      { request: 1, outcome: failed("cut", 30) },
    ])
    expect(run).toMatchObject({ requests: 4, errors: 2, limited: 0, interrupted: 0 })
    expect(run.checks).toMatchObject([
      { name: "alive", requests: 2, errors: 1 },
      { name: "quick", requests: 2, errors: 1 },
    ])
    expect(run.spans.map(({ requests }) => requests)).toEqual([1, 0, 1, 0, 0, 1, 0, 1, 0, 0])
    expect(run.spans[5]).toMatchObject({ name: "5", errors: 0 })
  })

  test("takes the time of right answers, of late ones and of time-outs, and of no others", () => {
    const run = measured([
      { request: 1, outcome: answered(200) },
      { request: 1, outcome: answered(400) },
      { outcome: failed("timed-out", 5000) },
      { outcome: answered(1, 500) },
      { outcome: failed("cut", 2) },
    ])
    const ranks = [1, 2, 3].map((rank) => run.latenciesMs.atRank(rank))
    expect(run.latenciesMs.count).toBe(3)
    expect(ranks.map((ms) => Math.round(ms / 10) * 10)).toEqual([200, 400, 5000])
    expect(run.errors).toBe(4)
  })

  test("leaves out what a rate limit turned away and what was interrupted", () => {
    const run = measured([
      ...times(3, answered(10, 429)),
      ...times(2, failed("aborted", 5)),
      ...times(1, answered(10)),
    ])
    expect(run).toMatchObject({ requests: 1, errors: 0, limited: 3, interrupted: 2 })
  })

  test("says what was wrong and how often, without secrets", () => {
    const run = measured([
      ...times(2, failed("cut", 1)),
      ...times(3, answered(1, 500, `no: ${secret}`)),
    ])
    expect(run.failures).toEqual([
      { message: 'Expected the status 200, found 500 with the body "no: ••••".', count: 3 },
      { message: "It was cut.", count: 2 },
    ])
  })

  test("keeps its memory however many different things are wrong", () => {
    const observed = Array.from({ length: 500 }, (_, index) => ({
      outcome: answered(1, 500, String(index)),
    }))
    const run = measured(observed)
    expect(run.failures).toHaveLength(50)
    expect(run.errors).toBe(500)
  })

  test("has 60 spans at most, and one a second below that", () => {
    expect(openMeasurement(checks, 3_600_000).read().spans).toHaveLength(60)
    expect(openMeasurement(checks, 500).read().spans).toHaveLength(1)
  })

  test("counts what waited for a connection, and how late requests were sent", () => {
    const run = measured([{ queued: true, lateMs: 3 }, { lateMs: 1 }])
    expect(run.queued).toBe(1)
    expect(run.lateMs.atRank(2)).toBeCloseTo(3, 2)
  })
})
