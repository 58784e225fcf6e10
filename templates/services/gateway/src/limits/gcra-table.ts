import type { Rate } from "../config/units.ts"
import type { RateLimiter, Taken } from "./rate-limiter.ts"

/**
 * Rounding errors of the sums below stay under this. Without it, the last of N requests at the same instant might be
 * refused.
 */
const toleranceMs = 0.001

const slots = 131_072
const ways = 8
const sets = slots / ways

/**
 * Counts in the memory of this process, by the generic cell rate algorithm: one number for each caller, the time at
 * which its allowance is full again. The table has a fixed size of 2 MiB, however many callers there are: each has 8
 * places where it may stand, and takes that of the one whose allowance is fullest.
 */
export function createMemoryLimiter(nowMs: () => number, seed: number): RateLimiter {
  const fullAgain = new Float64Array(slots)
  const marks = new Uint32Array(slots)

  /** The place of a caller: its own, or the one that is given up for it. */
  function placeOf(id: string): number {
    const mark = hash(id, seed) || 1
    const base = (hash(id, seed ^ 0x9e3779b9) % sets) * ways
    let oldest = base
    for (let place = base; place < base + ways; place += 1) {
      if (marks[place] === mark) return place
      if ((fullAgain[place] ?? 0) < (fullAgain[oldest] ?? 0)) oldest = place
    }
    marks[oldest] = mark
    fullAgain[oldest] = 0
    return oldest
  }

  return {
    take(id, rate) {
      const place = placeOf(id)
      const { taken, fullMs } = gcra(fullAgain[place] ?? 0, rate, nowMs())
      if (taken.waitMs === 0) fullAgain[place] = fullMs
      return taken
    },
  }
}

/** One request at a time. A clock that is set back gives nobody more than a full allowance of waiting. */
export function gcra(
  beforeMs: number,
  { requests, periodMs }: Rate,
  nowMs: number,
): { readonly taken: Taken; readonly fullMs: number } {
  const costMs = periodMs / requests
  const known = beforeMs > nowMs + periodMs + costMs ? nowMs : beforeMs
  const fullMs = Math.max(known, nowMs) + costMs
  const waitMs = fullMs - periodMs - nowMs
  const allowed = waitMs <= toleranceMs
  const resetMs = (allowed ? fullMs : fullMs - costMs) - nowMs
  const remaining = allowed ? Math.floor((periodMs - resetMs + toleranceMs) / costMs) : 0
  return { taken: { waitMs: allowed ? 0 : waitMs, remaining, resetMs }, fullMs }
}

/** FNV-1a with a finish, and a seed that nobody outside knows. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}
