import * as fc from "fast-check"
import { expect, test } from "vitest"
import { barsOf } from "../../../src/core/slo/bars.ts"
import { distributionOf } from "../../../src/core/slo/distribution.ts"
import { type Histogram, openHistogram } from "../../../src/core/slo/histogram.ts"

const values = fc.array(fc.double({ min: 0, max: 4_000_000, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
})

test("tells every value in its order, to 0.05 % or a thousandth", () => {
  fc.assert(
    fc.property(values, (some) => {
      const [histogram, exact] = [filled(some), distributionOf(some)]
      expect(histogram.count).toBe(some.length)
      for (let rank = 1; rank <= some.length; rank++) {
        const value = exact.atRank(rank)
        const error = Math.abs(histogram.atRank(rank) - value)
        expect(error).toBeLessThanOrEqual(Math.max(value * 0.000_5, 0.000_51))
      }
    }),
  )
})

test("tells the largest value, and what is beyond its range as the end of it", () => {
  expect(filled([1, 3, 2]).max).toBe(3)
  expect(filled([10_000_000]).atRank(1)).toBeCloseTo(4_294_000, -4)
})

test("holds each value in the bounds of its bucket", () => {
  fc.assert(
    fc.property(values, (some) => {
      const buckets = filled(some).buckets()
      expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(some.length)
      for (const value of some)
        expect(buckets.some(({ from, to }) => from - 0.001 <= value && value <= to)).toBe(true)
    }),
  )
})

test("becomes bars of one factor that hold every value", () => {
  fc.assert(
    fc.property(values, (some) => {
      const bars = barsOf(filled(some))
      expect(bars.length).toBeLessThanOrEqual(36)
      expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(some.length)
      for (const [index, bar] of bars.entries())
        expect(bar.fromMs).toBeCloseTo(bars[index - 1]?.toMs ?? bar.fromMs, 6)
    }),
  )
})

test("without values becomes no bars", () => {
  expect(barsOf(openHistogram())).toEqual([])
})

function filled(some: readonly number[]): Histogram {
  const histogram = openHistogram()
  for (const value of some) histogram.add(value)
  return histogram
}
