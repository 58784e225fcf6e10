import { describe, expect, test } from "vitest"
import { runsAMonth } from "../../../../src/core/cost/workload/cron-runs.ts"
import { daySegments } from "../../../../src/core/cost/workload/day-segments.ts"
import {
  monthlyRequests,
  statedWorkload,
} from "../../../../src/core/cost/workload/stated-workload.ts"

test("what the manifest says is taken, and nothing is assumed of it", () => {
  const { workload, assumptions } = statedWorkload({
    services: {
      model: {
        kind: "inference",
        targets: ["acme"],
        workload: { gpuSeconds: { T4: 1.5 }, batchGain: 4, memory: 2 ** 30, startSeconds: 12 },
      },
      web: { kind: "web", targets: ["acme"], workload: { seconds: 0.2, cpuSeconds: 0.05 } },
    },
    workload: {
      requests: "100000/month",
      cacheHits: 0.4,
      responseSize: 4000,
      activeHours: 0.33,
      tokens: { input: 2000, output: 500 },
      deploys: 5,
    },
  })
  expect(assumptions).toEqual([])
  expect(workload).toMatchObject({
    requests: 100_000,
    cacheHits: 0.4,
    shape: { type: "hours", active: 0.33 },
    tokens: { input: 2000, output: 500, cached: 0 },
    deploys: 5,
  })
  expect(workload.services.get("model")).toMatchObject({
    batchGain: 4,
    memoryGiB: 1,
    startSeconds: 12,
  })
  expect(workload.services.get("web")).toMatchObject({ duration: { mean: 0.2 }, cpuSeconds: 0.05 })
})

test("what nobody says is assumed, and said", () => {
  const { workload, assumptions } = statedWorkload({ services: {} })
  expect(workload).toMatchObject({ requests: 10_000, cacheHits: 0 })
  expect(assumptions).toEqual([
    "10,000 requests a month",
    "requests spread evenly over day and night",
    "no request answered from a cache",
    "4 KB an answer",
    "20 deployments a month",
  ])
})

test("changes lie over the manifest", () => {
  const { workload } = statedWorkload(
    { services: { model: { kind: "inference", targets: [] } }, workload: { requests: "1/second" } },
    { requests: 7, measured: new Map([["model", { duration: { mean: 3 } }]]) },
  )
  expect(workload.requests).toBe(7)
  expect(workload.services.get("model")?.duration).toEqual({ mean: 3 })
})

test.each([
  ["100000/month", 100_000],
  ["1/second", 2_628_000],
  ["5000/day", 152_083],
  ["100/10s", 26_280_000],
])("%s is %i requests in 730 hours", (rate, requests) => {
  expect(Math.round(monthlyRequests(rate))).toBe(requests)
})

describe("a day", () => {
  const perDay = 7_300_000 / (730 / 24)

  test("of a share has one stretch, at the rate that brings the month's requests", () => {
    const [busy, quiet] = daySegments(7_300_000, { type: "hours", active: 0.25 })
    expect(busy?.seconds).toBe(21_600)
    expect((busy?.perSecond ?? 0) * 21_600).toBeCloseTo(perDay)
    expect(quiet).toEqual({ seconds: 64_800, perSecond: 0 })
  })

  test("of hours keeps their weights, and joins those that are alike", () => {
    const weights = Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 3 : 1))
    const [night, day] = daySegments(7_300_000, { type: "weights", weights })
    expect([night?.seconds, day?.seconds]).toEqual([6 * 3600, 18 * 3600])
    expect((night?.perSecond ?? 0) / (day?.perSecond ?? 1)).toBeCloseTo(3)
  })
})

describe("a schedule", () => {
  test.each([
    ["0 3 1 * *", 1],
    ["0 3 * * *", 365 / 12],
    ["*/15 * * * *", (365 / 12) * 96],
    ["0 0 * * 0", 365 / 12 / 7],
    ["0 0 * * 1-5", (365 / 12) * (5 / 7)],
    ["0 0 1,15 * *", 2],
    ["0 9 1 1 *", 1 / 12],
    ["0 0 * * 0,7", 365 / 12 / 7],
  ])("%s runs %d times a month", (schedule, runs) => {
    expect(runsAMonth(schedule)).toBeCloseTo(runs)
  })
})
