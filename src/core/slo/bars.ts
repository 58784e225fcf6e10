import type { Histogram } from "./histogram.ts"

/** Values from `fromMs` up to `toMs`. */
export interface Bar {
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
}

const mostBars = 36
/** Narrower bars would show chance alone. */
const leastFactor = 1.02
const leastMs = 0.01

/** A histogram as bars of one factor, so that 5 ms and 5 s can be seen in one drawing; empty ones included. */
export function barsOf(histogram: Histogram): readonly Bar[] {
  const buckets = histogram.buckets()
  const [first, last] = [buckets[0], buckets.at(-1)]
  if (first === undefined || last === undefined) return []
  const start = Math.max(leastMs, first.from)
  const span = Math.log(Math.max(last.to, start * leastFactor) / start)
  const step = Math.max(span / mostBars, Math.log(leastFactor))
  const bars = Math.ceil(span / step)
  const counts = Array.from({ length: bars }, () => 0)
  for (const { from, to, count } of buckets) {
    const position = Math.log(Math.max(start, (from + to) / 2) / start) / step
    const index = Math.min(bars - 1, Math.floor(position))
    counts[index] = (counts[index] ?? 0) + count
  }
  const edge = (index: number) => Number((start * Math.exp(index * step)).toFixed(4))
  return counts.map((count, index) => ({ fromMs: edge(index), toMs: edge(index + 1), count }))
}
