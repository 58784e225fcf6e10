import type { Edge, ItemScope, Specified } from "aidep/provider"
import { rateRounded } from "../errors.ts"
import type { ComposeOptions } from "../options.ts"

/** What the edge asks of nginx. TLS is ended in front of it. */
export interface EdgeSpec {
  readonly service: string
  readonly domain: string
  readonly limit: RateLimit | undefined
  readonly cache: readonly CacheRule[]
}

export interface RateLimit {
  /** As nginx writes it: `10r/s` or `90r/m`. */
  readonly rate: string
  /** Requests that may come at once beyond the first. */
  readonly burst: number
}

export interface CacheRule {
  readonly match: "prefix" | "exact"
  readonly path: string
  readonly ttlSeconds: number
}

export function specifyEdge(
  { cache, domain, rateLimit, service }: Edge,
  { report }: ItemScope<ComposeOptions>,
): Specified<EdgeSpec> {
  const limit = rateLimit === undefined ? undefined : limitOf(rateLimit)
  const rounded =
    rateLimit === undefined || limit === undefined || limit.exact
      ? []
      : [report(rateRounded, { from: rateText(rateLimit), to: limit.rate }, "rateLimit.requests")]
  return {
    spec: {
      service,
      domain,
      limit: limit === undefined ? undefined : { rate: limit.rate, burst: limit.burst },
      cache: cache.map(({ path, ttlSeconds }) =>
        path.endsWith("*")
          ? { match: "prefix", path: path.slice(0, -1), ttlSeconds }
          : { match: "exact", path, ttlSeconds },
      ),
    },
    diagnostics: rounded,
  }
}

type Limit = NonNullable<Edge["rateLimit"]>

/** nginx lets all requests of a period pass at once, then as many as the rate gives back. */
function limitOf({ periodSeconds, requests }: Limit): RateLimit & { readonly exact: boolean } {
  const perMinute = (requests * 60) / periodSeconds
  const whole = Math.ceil(perMinute)
  const rate = whole % 60 === 0 ? `${whole / 60}r/s` : `${whole}r/m`
  return { rate, burst: requests - 1, exact: whole === perMinute }
}

function rateText({ periodSeconds, requests }: Limit): string {
  return `${requests}/${periodSeconds}s`
}
