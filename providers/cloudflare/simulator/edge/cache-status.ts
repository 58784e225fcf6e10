import type { ProbeOutcome, ProbeRequest } from "aidep/provider"
import type { Account } from "../account.ts"

const cachePhase = "http_request_cache_settings"

/** The answer of an origin with what the cache says of it: rules of the zone decide what is kept. */
export function withCacheStatus(
  outcome: ProbeOutcome,
  request: ProbeRequest,
  { rulesets }: Account,
): ProbeOutcome {
  if (outcome.status === "failed") return outcome
  const { hostname, pathname } = new URL(request.url)
  const rules = Object.values(rulesets).filter(({ phase }) => phase === cachePhase)
  const isKept = rules
    .flatMap((ruleset) => ruleset.rules)
    .some(({ content }) => isMet(String(content["expression"]), { hostname, pathname }))
  const { answer } = outcome
  const headers = { ...answer.headers, "cf-cache-status": isKept ? "MISS" : "DYNAMIC" }
  return { ...outcome, answer: { ...answer, headers } }
}

const hostTest = /http\.host eq "([^"]*)"/
const startTest = /starts_with\(http\.request\.uri\.path, "([^"]*)"\)/
const pathTest = /http\.request\.uri\.path eq "([^"]*)"/

/** Expressions of the one form that the driver writes; every other one is not met. */
function isMet(
  expression: string,
  { hostname, pathname }: { readonly hostname: string; readonly pathname: string },
): boolean {
  const start = startTest.exec(expression)?.[1]
  const path = pathTest.exec(expression)?.[1]
  const isAsked = start === undefined ? path === pathname : pathname.startsWith(start)
  return hostTest.exec(expression)?.[1] === hostname && isAsked
}
