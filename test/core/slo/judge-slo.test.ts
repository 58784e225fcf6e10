import { describe, expect, test } from "vitest"
import {
  errorBudget,
  judgeSlo,
  type Objectives,
  requestCount,
} from "../../../src/core/slo/judge-slo.ts"
import type { Observed } from "../../../src/core/slo/measurement.ts"
import { answered, failed, measured, times } from "./runs.ts"

type Run = readonly Partial<Observed>[]

const good = (count: number) => times(count, answered(100))
const bad = (count: number) => times(count, answered(5, 503))
const slow = (count: number) => times(count, answered(900))

describe("an objective", () => {
  test.each([
    ["is met", { availability: 0.995 }, good(1200), "pass", /100 % .* objective is 99\.5 %/],
    [
      "is met with few errors",
      { availability: 0.95 },
      [...good(990), ...bad(10)],
      "pass",
      /99 % \(95 %: 98\.2 % to 99\.46 %\) of 1,000 requests/,
    ],
    [
      "is missed",
      { availability: 0.995 },
      [...good(970), ...bad(30)],
      "fail",
      /97 % .* where the objective is 99\.5 %/,
    ],
    [
      "takes more requests",
      { availability: 0.995 },
      good(200),
      "inconclusive",
      /it takes about 800 requests/,
    ],
    [
      "lies too close to tell",
      { availability: 0.99 },
      [...good(99), ...bad(1)],
      "inconclusive",
      /too close/,
    ],
    ["of time is met", { p99: 500 }, good(400), "pass", /99th percentile is 100 ms/],
    [
      "of time is missed",
      { p99: 500 },
      [...good(900), ...slow(100)],
      "fail",
      /900 ms .* where the objective is 500 ms/,
    ],
    ["of time takes more answers", { p99: 500 }, good(300), "inconclusive", /takes 368 answers/],
    [
      "of time lies within the interval",
      { p99: 500 },
      [...good(990), ...slow(10)],
      "inconclusive",
      /longer run/,
    ],
    [
      "of time is missed by time-outs",
      { p99: 500 },
      [...good(900), ...times(100, failed("timed-out", 10_000))],
      "fail",
      /9,998 ms/,
    ],
    ["of time is missed without any answer", { p99: 500 }, bad(50), "fail", /No request was/],
    [
      "fails although another passes",
      { availability: 0.9, p99: 500 },
      [...good(900), ...slow(100)],
      "fail",
      /^The 99th percentile/,
    ],
    ["is to be stated", {}, good(1200), "inconclusive", /states no objective/],
  ] satisfies readonly (readonly [string, Objectives, Run, string, RegExp])[])(
    "%s",
    (_title, objectives, run, verdict, reason) => {
      const judged = judgeSlo(measured(run), objectives, planOf(run))
      expect(judged.reasons.join(" ")).toMatch(reason)
      expect(judged.verdict).toBe(verdict)
    },
  )
})

describe("a run that was not as planned", () => {
  const objectives = { availability: 0.995, p99: 500 }

  test.each([
    [
      "was interrupted",
      [...good(500), ...times(3, failed("aborted", 1))],
      1200,
      /interrupted after 500 of 1,200/,
    ],
    ["met a rate limit", [...good(1000), ...times(30, answered(1, 429))], 1030, /30 .* \(429\)/],
    [
      "was made by a busy machine",
      slow(1000).map((one, index) => ({ ...one, lateMs: index < 20 ? 80 : 0 })),
      1000,
      /too busy to measure latencies: 1 of 100 requests was sent 80 ms late/,
    ],
    ["had no outcome", times(1, failed("aborted", 1)), 1, /No request had an outcome/],
  ] satisfies readonly (readonly [string, Run, number, RegExp])[])(
    "because it %s says so and nothing else",
    (_title, run, count, reason) => {
      const plan = { ratePerSecond: count / 10, durationMs: 10_000 }
      const judged = judgeSlo(measured(run), objectives, plan)
      expect(judged.verdict).toBe("inconclusive")
      expect(judged.reasons.join(" ")).toMatch(reason)
    },
  )

  test("passes what passes although its machine was busy", () => {
    const run = good(1000).map((one) => ({ ...one, lateMs: 80 }))
    expect(judgeSlo(measured(run), objectives, planOf(run)).verdict).toBe("pass")
  })

  test("fails what a busy machine does not explain", () => {
    const run = [...slow(900), ...bad(100)].map((one) => ({ ...one, lateMs: 80 }))
    const { verdict, reasons } = judgeSlo(measured(run), objectives, planOf(run))
    expect({ verdict, reasons }).toEqual({
      verdict: "fail",
      reasons: [expect.stringMatching(/^90 % /)],
    })
  })

  test("does not blame the service", () => {
    const run = slow(1000).map((one) => ({ ...one, lateMs: 500 }))
    const { objectives: judged } = judgeSlo(measured(run), objectives, planOf(run))
    expect(judged.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["availability", "pass"],
      ["p99", "inconclusive"],
    ])
  })
})

test("a run sends as many requests as its rate and time hold, and one at least", () => {
  expect(requestCount({ ratePerSecond: 20, durationMs: 60_000 })).toBe(1200)
  expect(requestCount({ ratePerSecond: 0.1, durationMs: 1000 })).toBe(1)
})

describe("an error budget", () => {
  test("tells what of it was used", () => {
    const { allowed, used, usedShare } = errorBudget({ requests: 1000, errors: 2 }, 0.995)
    expect(allowed).toBeCloseTo(5, 10)
    expect(used).toBe(2)
    expect(usedShare).toBeCloseTo(0.4, 10)
  })

  test("of an objective without errors is none", () => {
    expect(errorBudget({ requests: 1000, errors: 2 }, 1).usedShare).toBeUndefined()
  })
})

function planOf(run: Run) {
  return { ratePerSecond: run.length / 10, durationMs: 10_000 }
}
