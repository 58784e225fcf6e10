import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  duration,
  money,
  parseRateParts,
  percentage,
  rate,
  size,
  type Unit,
} from "../../../src/core/manifest/units.ts"

const units: readonly Unit[] = [duration, size, percentage, money, rate]

describe("values", () => {
  test.each([
    [duration, "250ms", 250],
    [duration, "60s", 60_000],
    [duration, "1.5m", 90_000],
    [duration, "12h", 43_200_000],
    [duration, "30d", 2_592_000_000],
    [duration, "0s", 0],
    [size, "0B", 0],
    [size, "512MB", 512_000_000],
    [size, "512MiB", 536_870_912],
    [size, "1.5KB", 1500],
    [size, "8GiB", 8_589_934_592],
    [size, "1TB", 1e12],
    [percentage, "0%", 0],
    [percentage, "99.5%", 0.995],
    [percentage, "33.3%", 0.333],
    [percentage, "100%", 1],
    [money, "$70", 70],
    [money, "$0.50", 0.5],
    [rate, "100/10s", 10],
    [rate, "60/1m", 1],
    [rate, "5000/day", 5000 / 86_400],
    [rate, "2592000/month", 1],
  ] as const)("$0.name: %s", (unit, text, value) => {
    expect(unit.parse(text)).toEqual({ ok: true, value })
  })

  test("a rate keeps its two halves", () => {
    expect(parseRateParts("100/10s")).toEqual({ ok: true, count: 100, periodMs: 10_000 })
    expect(parseRateParts("3/minute")).toEqual({ ok: true, count: 3, periodMs: 60_000 })
  })
})

describe("errors point to where the text goes wrong", () => {
  test.each([
    [duration, "", 0],
    [duration, "60", 2],
    [duration, "60 s", 2],
    [duration, "60 seconds", 2],
    [duration, "1.s", 1],
    [duration, "-1s", 0],
    [duration, "1e3s", 1],
    [duration, "60S", 2],
    [duration, "60s ", 2],
    [duration, "1constructor", 1],
    [duration, "999999999999999d", 0],
    [size, "512mb", 3],
    [size, "4 GiB", 1],
    [size, "1.5.5MB", 3],
    [percentage, "101%", 0],
    [percentage, "50", 2],
    [money, "70", 0],
    [money, "$", 1],
    [money, "$70.", 3],
    [money, "$7,000", 2],
    [money, `$${"9".repeat(400)}`, 1],
    [rate, "100", 3],
    [rate, "100/", 4],
    [rate, "100/10", 6],
    [rate, "100/fortnight", 4],
    [rate, "100/toString", 4],
    [rate, "100/0s", 4],
    [rate, "x/1s", 0],
    [rate, `${"9".repeat(400)}/1s`, 0],
  ] as const)("$0.name: %j at %i", (unit, text, offset) => {
    expect(unit.parse(text)).toEqual({ ok: false, offset })
  })
})

describe("for any text", () => {
  const near = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(..."0123456789.%$/smhdkKMGiB ") }),
  )

  test("a unit answers with a finite number, or an offset within the text", () => {
    fc.assert(
      fc.property(fc.constantFrom(...units), near, (unit, text) => {
        const parsed = unit.parse(text)
        const [answer, most] = parsed.ok
          ? [parsed.value, Number.MAX_SAFE_INTEGER * 1000]
          : [parsed.offset, text.length]
        expect(answer).toBeGreaterThanOrEqual(0)
        expect(answer).toBeLessThanOrEqual(most)
      }),
      { numRuns: 2000 },
    )
  })

  test("what a unit accepts, its pattern for editors accepts too", () => {
    fc.assert(
      fc.property(fc.constantFrom(...units), near, (unit, text) => {
        expect(!unit.parse(text).ok || new RegExp(unit.pattern).test(text)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test("every example is right", () => {
    for (const unit of units)
      for (const example of unit.examples) expect(unit.parse(example)).toHaveProperty("ok", true)
  })
})
