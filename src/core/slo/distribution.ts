import { type Estimate, quantileRanks } from "./confidence.ts"

/** Measured values that can be asked for in their order. */
export interface Distribution {
  readonly count: number
  /** The value at a rank from 1 (the smallest) to `count`. */
  readonly atRank: (rank: number) => number
}

export function distributionOf(values: readonly number[]): Distribution {
  const sorted = Float64Array.from(values).toSorted()
  return { count: sorted.length, atRank: (rank) => sorted[rank - 1] ?? Number.NaN }
}

/**
 * The value that a share of all, 0 to 1, does not exceed, with its interval; undefined without a value. It supposes
 * nothing of the distribution.
 */
export function estimateQuantile(values: Distribution, share: number): Estimate | undefined {
  const { count } = values
  if (count === 0) return undefined
  const { low, high } = quantileRanks(count, share)
  const rank = Math.min(count, Math.max(1, Math.ceil(share * count - 1e-9)))
  return {
    value: values.atRank(rank),
    low: low === 0 ? 0 : values.atRank(low),
    high: high > count ? Number.POSITIVE_INFINITY : values.atRank(high),
  }
}
