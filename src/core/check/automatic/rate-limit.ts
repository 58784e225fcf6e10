import { noKnownLimit, noRateLimit, noRetryAfter } from "../../../errors/catalogue/probe.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import { ownValue } from "../../manifest/own-value.ts"
import type { Answer } from "../answer.ts"
import { show } from "../show.ts"

/** So many requests in so long. */
export interface RequestLimit {
  readonly requests: number
  readonly periodMs: number
}

/** What was seen until the run stopped. */
export interface LimitEvidence {
  readonly service: string
  readonly sent: number
  readonly elapsedMs: number
  /** What headers state, else the manifest. */
  readonly limit: RequestLimit | undefined
  /** Requests before the first 429, and its headers; undefined while none came. */
  readonly refused: { readonly after: number; readonly headers: Answer["headers"] } | undefined
}

/**
 * The limit that an answer states: `RateLimit-Policy` with its quota and window in seconds, the smallest of several.
 * Source: draft-ietf-httpapi-ratelimit-headers-10 (2025-09).
 */
export function statedLimit(headers: Answer["headers"]): RequestLimit | undefined {
  const policies = (ownValue(headers, "ratelimit-policy") ?? "").split(",")
  return policies
    .flatMap((policy): readonly RequestLimit[] => {
      const requests = Number(/;\s*q=(\d+)/.exec(policy)?.[1])
      const seconds = Number(/;\s*w=(\d+)/.exec(policy)?.[1])
      return requests > 0 && seconds > 0 ? [{ requests, periodMs: seconds * 1000 }] : []
    })
    .toSorted((a, b) => a.requests - b.requests)[0]
}

/** Requests after which a limit has to have held: it, what it gave back in the meantime, and one. */
export function enough({ limit, elapsedMs }: Pick<LimitEvidence, "limit" | "elapsedMs">): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY
  const { requests, periodMs } = limit
  return requests + Math.ceil((elapsedMs / periodMs) * requests) + 1
}

/** What is wrong with a limit, or with its absence. */
export function limitFindings(evidence: LimitEvidence): readonly Diagnostic[] {
  const { service, sent, limit, refused } = evidence
  if (refused !== undefined)
    return ownValue(refused.headers, "retry-after") === undefined
      ? [diagnose(noRetryAfter, { service })]
      : []
  if (limit === undefined) return [diagnose(noKnownLimit, { service, sent })]
  return sent < enough(evidence)
    ? []
    : [diagnose(noRateLimit, { service, sent, limit: limit.requests })]
}

/** What was sent, what came of it, and what is stated; sentences. */
export function limitFacts({ sent, elapsedMs, limit, refused }: LimitEvidence): readonly string[] {
  const requests = sent === 1 ? "1 request" : `${sent} requests`
  const seconds = (elapsedMs / 1000).toFixed(1)
  const stated =
    limit === undefined ? [] : [`Stated: ${limit.requests} requests in ${limit.periodMs / 1000} s.`]
  if (refused === undefined)
    return [`Sent ${requests} in ${seconds} s and met no limit.`, ...stated]
  const wait = ownValue(refused.headers, "retry-after")
  const told = wait === undefined ? "" : `, with Retry-After ${show(wait, [])}`
  return [`Sent ${requests} in ${seconds} s: 429 after ${refused.after}${told}.`, ...stated]
}
