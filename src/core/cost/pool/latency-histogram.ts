/** Steps of a factor of two: a bucket is 1.1 % wide. */
const stepsPerOctave = 64
const smallest = 0.000_1
const buckets = 24 * stepsPerOctave

/** Weighted counts of durations in seconds, from 0.1 ms to half an hour; longer ones count as that. */
export class LatencyHistogram {
  readonly #weights = new Float64Array(buckets)
  readonly #sums = new Float64Array(buckets)
  #total = 0

  add(seconds: number, weight: number): void {
    const bucket = Math.floor(Math.log2(Math.max(seconds, smallest) / smallest) * stepsPerOctave)
    const index = Math.min(buckets - 1, bucket)
    this.#weights[index] = (this.#weights[index] ?? 0) + weight
    this.#sums[index] = (this.#sums[index] ?? 0) + seconds * weight
    this.#total += weight
  }

  /** Seconds that a share of all requests, 0 to 1, stays within; undefined when nothing was counted. */
  percentile(share: number): number | undefined {
    if (this.#total === 0) return undefined
    let below = 0
    for (const [bucket, weight] of this.#weights.entries()) {
      if (weight > 0 && below + weight >= share * this.#total) return this.#meanOf(bucket)
      below += weight
    }
    return undefined
  }

  /** Share of requests, 0 to 1, that took no longer. */
  shareWithin(seconds: number): number {
    if (this.#total === 0) return 1
    let within = 0
    for (const [bucket, weight] of this.#weights.entries())
      if (weight > 0 && this.#meanOf(bucket) <= seconds) within += weight
    return within / this.#total
  }

  #meanOf(bucket: number): number {
    return (this.#sums[bucket] ?? 0) / (this.#weights[bucket] ?? 1)
  }
}
