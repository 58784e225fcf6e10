import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { randomNumbers } from "../../../src/core/cost/pool/random-numbers.ts"
import {
  estimateDifference,
  estimateShare,
  quantileRanks,
} from "../../../src/core/slo/confidence.ts"
import { distributionOf, estimateQuantile } from "../../../src/core/slo/distribution.ts"

describe("a share", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i in %i has Wilson's interval", (count, of, low, high) => {
    const share = estimateShare(count, of)
    expect(share.value).toBeCloseTo(count / of, 10)
    expect(share.low).toBeCloseTo(low, 4)
    expect(share.high).toBeCloseTo(high, 4)
  })

  test("of nothing may be anything", () => {
    expect(estimateShare(0, 0)).toEqual({ value: 0, low: 0, high: 1 })
  })

  test("lies within its interval, and that within 0 and 1", () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (a, b) => {
        const { value, low, high } = estimateShare(Math.min(a, b), Math.max(a, b, 1))
        expect(low).toBeGreaterThanOrEqual(0)
        expect(low).toBeLessThanOrEqual(value)
        expect(high).toBeGreaterThanOrEqual(value)
        expect(high).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe("a difference of shares", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10: first minus second there.
  test.each([
    [48, 80, 56, 70, -0.3339, -0.0524],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 10, 0.6075, 1],
  ])("of %i in %i and %i in %i has Newcombe's interval", (a, m, b, n, low, high) => {
    const difference = estimateDifference(estimateShare(b, n), estimateShare(a, m))
    expect(difference.value).toBeCloseTo(a / m - b / n, 10)
    expect(difference.low).toBeCloseTo(low, 3)
    expect(difference.high).toBeCloseTo(high, 3)
  })
})

describe("the ranks around a quantile", () => {
  // Conover, Practical Nonparametric Statistics, binomial tables.
  test.each([
    [10, 0.5, { low: 2, high: 9 }],
    [5, 0.5, { low: 0, high: 6 }],
    [6, 0.5, { low: 1, high: 6 }],
    [0, 0.5, { low: 0, high: 1 }],
    [100, 0.5, { low: 40, high: 61 }],
  ])("of %i values at %d", (count, share, ranks) => {
    expect(quantileRanks(count, share)).toEqual(ranks)
  })

  test("need 368 values to bound the 99th percentile from above", () => {
    expect(quantileRanks(367, 0.99).high).toBe(368)
    expect(quantileRanks(368, 0.99).high).toBe(368)
  })

  test("hold the true quantile in 95 of 100 samples", () => {
    const trials = 2000
    const held = (share: number) => {
      const truth = -Math.log(1 - share)
      return Array.from({ length: trials }, (_, seed) => {
        const { exponential } = randomNumbers(seed)
        const values = distributionOf(Array.from({ length: 400 }, exponential))
        const { low = 0, high = 0 } = estimateQuantile(values, share) ?? {}
        return low <= truth && truth <= high
      }).filter(Boolean).length
    }
    for (const share of [0.5, 0.95, 0.99]) {
      expect(held(share)).toBeGreaterThan(0.94 * trials)
      expect(held(share)).toBeLessThan(0.99 * trials)
    }
  })

  test("are found among a million values", () => {
    const { low, high } = quantileRanks(1_000_000, 0.99)
    const half = 1.96 * Math.sqrt(1_000_000 * 0.99 * 0.01)
    expect(Math.abs(990_000 - half - low)).toBeLessThan(3)
    expect(Math.abs(990_000 + half - high)).toBeLessThan(3)
  })
})

describe("a quantile", () => {
  test.each([
    [[3, 1, 2], 0.5, 2],
    [[3, 1, 2, 4], 0.5, 2],
    [[5], 0.99, 5],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
  ])("of %j at %d", (values, share, value) => {
    expect(estimateQuantile(distributionOf(values), share)?.value).toBe(value)
  })

  test("of nothing is none", () => {
    expect(estimateQuantile(distributionOf([]), 0.5)).toBeUndefined()
  })
})
