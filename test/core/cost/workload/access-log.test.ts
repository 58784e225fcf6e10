import { describe, expect, test } from "vitest"
import { readAccessLog } from "../../../../src/core/cost/workload/access-log.ts"

const start = Date.parse("2026-11-01T00:00:00Z")

describe("a log", () => {
  test("says how many, when, how long and how many a cache answered", () => {
    // Two days, a request every ten minutes, twice as many between 12 and 18 o'clock.
    const lines = Array.from({ length: 288 }, (_, index) => index * 600)
      .flatMap((second) => (isAfternoon(second) ? [second, second + 60] : [second]))
      .map((second, index) =>
        line(second, { ms: index % 4 === 0 ? 5 : 800, cache: index % 4 === 0 ? "hit" : "miss" }),
      )
    const { log } = right(lines.join("\n"))
    expect(log.read).toMatchObject({ requests: 360, otherLines: 0 })
    expect(log.read.days).toBeCloseTo(2, 1)
    expect(log.requests / 30.4).toBeCloseTo(180, -1)
    expect(log.hours[13]).toBe(24)
    expect(log.hours[3]).toBe(12)
    expect(log.cacheHits).toBeCloseTo(0.25)
    expect(log.duration?.mean).toBeCloseTo(0.8)
  })

  test("is read in the words of other gateways", () => {
    const { log } = right(
      [
        JSON.stringify({
          ts: 1_761_955_200,
          request_time: "0.25",
          status: 200,
          body_bytes_sent: 1000,
        }),
        JSON.stringify({
          timestamp: 1_761_955_320_000,
          duration_ms: 750,
          response_bytes: 3000,
          cached: false,
        }),
      ].join("\n"),
    )
    expect(log).toMatchObject({
      duration: { mean: 0.5, measured: [0.25, 0.75] },
      responseBytes: 2000,
      cacheHits: 0,
    })
    // One gap of two minutes.
    expect(log.requests).toBe(2_628_000 / 120)
  })

  test("may hold other lines", () => {
    const text = ["starting", line(0, { ms: 1 }), "[1]", '{"message":"ready"}', line(90, { ms: 1 })]
    expect(right(text.join("\n")).log.read).toMatchObject({ requests: 2, otherLines: 3 })
  })

  test("of less than a day says nothing of the hours it did not see", () => {
    const { log } = right([line(0, { ms: 1 }), line(3600, { ms: 1 })].join("\n"))
    expect(new Set(log.hours)).toEqual(new Set([1]))
  })

  test("keeps the spread of a million durations in a few hundred", () => {
    const lines = Array.from({ length: 5000 }, (_, index) => line(index, { ms: index }))
    const measured = right(lines.join("\n")).log.duration?.measured ?? []
    expect(measured).toHaveLength(512)
    expect(measured[256]).toBeCloseTo(2.5, 1)
  })
})

test.each([
  ["", "it has 0 requests in 0 lines"],
  ["hello\nthere", "it has 0 requests in 2 lines"],
  [[line(0, { ms: 1 }), line(1, { ms: 1 })].join("\n"), "it spans less than a minute"],
])("of %j is said what is missing", (text, reason) => {
  expect(readAccessLog(text)).toEqual({ ok: false, reason })
})

function line(second: number, fields: object): string {
  return JSON.stringify({ time: new Date(start + second * 1000).toISOString(), ...fields })
}

function isAfternoon(second: number): boolean {
  const hour = (second % 86_400) / 3600
  return hour >= 12 && hour < 18
}

function right(text: string) {
  const read = readAccessLog(text)
  if (!read.ok) throw new Error(read.reason)
  return read
}
