import type { ZonePlan } from "../options.ts"

/** What a zone's plan allows. */
export interface PlanLimits {
  readonly title: string
  /** Longest period of a rate limit, in seconds. */
  readonly longestPeriod: number
  /** Whether a rate limit may look at the host; without, it counts the requests of the whole zone. */
  readonly rateLimitByHost: boolean
  /** Shortest time in the edge cache that a rule may set, in seconds. */
  readonly shortestTtl: number
  readonly cacheRules: number
}

/**
 * Sources, all read in November 2026:
 * https://developers.cloudflare.com/waf/rate-limiting-rules/ (availability),
 * https://developers.cloudflare.com/cache/how-to/edge-browser-cache-ttl/ (shortest time),
 * https://developers.cloudflare.com/cache/how-to/cache-rules/ (number of rules).
 */
export const planLimits: Readonly<Record<ZonePlan, PlanLimits>> = {
  free: {
    title: "Free",
    longestPeriod: 10,
    rateLimitByHost: false,
    shortestTtl: 7200,
    cacheRules: 10,
  },
  pro: {
    title: "Pro",
    longestPeriod: 60,
    rateLimitByHost: true,
    shortestTtl: 3600,
    cacheRules: 25,
  },
  business: {
    title: "Business",
    longestPeriod: 600,
    rateLimitByHost: true,
    shortestTtl: 1,
    cacheRules: 50,
  },
  enterprise: {
    title: "Enterprise",
    longestPeriod: 65_535,
    rateLimitByHost: true,
    shortestTtl: 1,
    cacheRules: 300,
  },
}

/** Periods of a rate limit that exist at all, in seconds. */
const periods = [
  10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800, 2400, 3600, 65_535,
] as const

export function allowedPeriods({ longestPeriod }: PlanLimits): readonly number[] {
  return periods.filter((period) => period <= longestPeriod)
}
