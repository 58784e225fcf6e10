import { setTimeout as pause } from "node:timers/promises"
import type { Load, LoadResult, Quantiles } from "./job.ts"

/** Counts the answers of the measured time, and none of the time before and after it. */
export class Tally {
  readonly #statuses = new Map<number, number>()
  #samples: number[] = []
  #wrong = 0
  #total = 0
  #open = false

  note(status: number, latencyMs: number, asExpected: boolean): void {
    this.#total += 1
    if (!this.#open) return
    this.#samples.push(latencyMs)
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
    if (!asExpected) this.#wrong += 1
  }

  /** Waits for the warm-up and for the measured time to pass. */
  async measure({ warmUpMs, seconds }: Load): Promise<LoadResult> {
    await pause(warmUpMs)
    return await this.measureUntil(pause(seconds * 1000))
  }

  async measureUntil(end: Promise<unknown>): Promise<LoadResult> {
    this.#open = true
    const start = performance.now()
    await end
    this.#open = false
    return {
      seconds: (performance.now() - start) / 1000,
      answered: this.#samples.length,
      total: this.#total,
      statuses: Object.fromEntries(this.#statuses),
      wrong: this.#wrong,
      latencyMs: quantiles(this.#samples),
    }
  }
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = Float64Array.from(values).toSorted()
  const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}
