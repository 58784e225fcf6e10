import type { Rate } from "../config/units.ts"

/** What is left after a request. */
export interface Taken {
  /** Milliseconds to wait before the next request is allowed; 0 when this one is. */
  readonly waitMs: number
  readonly remaining: number
  /** Until the allowance is full again. */
  readonly resetMs: number
}

export interface RateLimiter {
  readonly take: (id: string, rate: Rate) => Taken | Promise<Taken>
}

/** `ratelimit-policy` and `ratelimit`. Source: draft-ietf-httpapi-ratelimit-headers-10 (2025-09). */
export function rateHeaders(name: string, rate: Rate, taken: Taken): readonly [string, string] {
  const window = Math.ceil(rate.periodMs / 1000)
  const reset = Math.ceil(taken.resetMs / 1000)
  return [`"${name}";q=${rate.requests};w=${window}`, `"${name}";r=${taken.remaining};t=${reset}`]
}
