import { anybody, type AuthFailure, type Caller, may } from "./auth/caller.ts"
import { presentedBy } from "./auth/credentials.ts"
import { isInside } from "./auth/ip-networks.ts"
import type { Call } from "./call.ts"
import type { Rate } from "./config/units.ts"
import type { Gateway } from "./gateway.ts"
import {
  type ApiError,
  authUnavailable,
  insufficientScope,
  ipNotAllowed,
  overloaded,
  tooMany,
  unauthorized,
} from "./http/errors.ts"
import { after, type Later } from "./later.ts"
import { rateHeaders, type Taken } from "./limits/rate-limiter.ts"
import type { Route } from "./routes.ts"

/** Lets a request in, or says why not: too much at once, a wrong address, a stranger, no right, over a limit. */
export function admit(call: Call, route: Route, gateway: Gateway): Later<ApiError | undefined> {
  const early = tooFull(gateway) ?? wrongAddress(call, gateway)
  if (early !== undefined) return early
  return after(limitAddress(call, gateway), (refused) => {
    if (refused !== undefined) return refused
    return after(identify(call, gateway), (caller) => {
      if ("code" in caller) return caller
      call.caller = caller
      if (!may(caller, route.scope)) return insufficientScope(route.scope)
      return after(
        limitCaller(call, caller, gateway),
        (limited) => limited ?? limitTokens(caller, gateway),
      )
    })
  })
}

/** Who calls; an error for strangers. */
export function identify(call: Call, gateway: Gateway): Later<Caller | ApiError> {
  if (gateway.config.auth === "none") return anybody
  const presented = presentedBy(call.context.req.raw.headers)
  if (presented === undefined) return stranger("missing", gateway)
  return after(gateway.authenticate(presented), (found) => {
    if (typeof found !== "string") return found
    return found === "unavailable" ? authUnavailable : stranger(found, gateway)
  })
}

export function wrongAddress(call: Call, { config }: Gateway): ApiError | undefined {
  const { ipAllow, ipBlock } = config
  if (ipAllow.length === 0 && ipBlock.length === 0) return undefined
  const { address } = call
  if (address === undefined) return ipNotAllowed
  const blocked = ipBlock.some((network) => isInside(address, network))
  const allowed = ipAllow.length === 0 || ipAllow.some((network) => isInside(address, network))
  return blocked || !allowed ? ipNotAllowed : undefined
}

function tooFull({ running, config, metrics }: Gateway): ApiError | undefined {
  if (running.size <= config.maxInFlight) return undefined
  metrics.limited.count("capacity")
  return overloaded
}

function stranger(failure: AuthFailure, { metrics }: Gateway): ApiError {
  metrics.authFailures.count(failure)
  return unauthorized
}

function limitAddress(
  call: Call,
  { limiter, metrics, config: { ipRateLimit: rate } }: Gateway,
): Later<ApiError | undefined> {
  if (rate === undefined) return undefined
  return after(limiter.take(`ip:${call.addressGroup}`, rate), (taken) => {
    if (taken.waitMs === 0) return undefined
    metrics.limited.count("ip")
    mark(call, { name: "ip", rate, taken })
    const message = "Too many requests from this address."
    return tooMany("ip_rate_limit_exceeded", message, Math.ceil(taken.waitMs / 1000))
  })
}

function limitCaller(
  call: Call,
  caller: Caller,
  { limiter, metrics, config }: Gateway,
): Later<ApiError | undefined> {
  const rate = caller.rate ?? config.rateLimit
  return after(limiter.take(caller.id, rate), (taken) => {
    mark(call, { name: "key", rate, taken })
    if (taken.waitMs === 0) return undefined
    metrics.limited.count("key")
    const message =
      'Too many requests with this key. The header "Retry-After" says when to try again.'
    return tooMany("rate_limit_exceeded", message, Math.ceil(taken.waitMs / 1000))
  })
}

function limitTokens(
  caller: Caller,
  { config, quota, metrics }: Gateway,
): Later<ApiError | undefined> {
  const most = caller.tokensPerDay ?? config.tokenQuota
  if (most === undefined) return undefined
  return after(quota.used(caller.tenant), (used) => {
    if (used < most) return undefined
    metrics.limited.count("tokens")
    const message = "The tokens of this day are used up. They begin anew at midnight, UTC."
    return tooMany("insufficient_quota", message, Math.ceil(quota.resetMs() / 1000))
  })
}

interface Mark {
  readonly name: string
  readonly rate: Rate
  readonly taken: Taken
}

function mark(call: Call, { name, rate, taken }: Mark): void {
  const [policy, state] = rateHeaders(name, rate, taken)
  call.headers["ratelimit-policy"] = policy
  call.headers["ratelimit"] = state
}
