/** Milliseconds to wait before the next request is allowed; 0 when this one is. */
export type RateLimiter = (caller: string, nowMs: number) => number

/** Callers that are remembered; the one not seen for longest is forgotten first. */
const mostCallers = 10_000

/** Rounding errors of the sums below stay under this. */
const toleranceMs = 0.001

/**
 * Counts in the memory of this process, by the generic cell rate algorithm: one number for each caller, the time
 * at which its allowance is full again.
 */
export function createRateLimiter(limit: {
  readonly requests: number
  readonly periodMs: number
}): RateLimiter {
  const fullAgain = new Map<string, number>()
  const costMs = limit.periodMs / limit.requests
  return (caller, nowMs) => {
    const full = Math.max(fullAgain.get(caller) ?? 0, nowMs) + costMs
    const waitMs = full - limit.periodMs - nowMs
    if (waitMs > toleranceMs) return waitMs
    fullAgain.delete(caller)
    fullAgain.set(caller, full)
    const [oldest] = fullAgain.keys()
    if (fullAgain.size > mostCallers && oldest !== undefined) fullAgain.delete(oldest)
    return 0
  }
}
