import { type Diagnostic, type Edge, type ItemScope, shortHash } from "aidep/provider"
import {
  cacheTimeMinimum,
  rateLimitPeriod,
  rateLimitWholeZone,
  tooManyCacheRules,
} from "./errors.ts"
import type { Options } from "../options.ts"
import type { CacheRule, EdgeTtl, Ruleset } from "./edge-spec.ts"
import { allowedPeriods, type PlanLimits, planLimits } from "./plan-limits.ts"

export interface ZonedEdge {
  readonly edge: Edge
  /** Name of the zone. */
  readonly zone: string
}

type Named = Pick<ItemScope<Options>, "nameOf">

/** Parts of which the `ref` of a rule is built, by the name of its ruleset. */
export const rulePart = {
  tls: "edge-tls",
  "rate-limit": "edge-rate-limit",
  cache: "edge-cache",
} as const

/** A phase of the zone with our rules in it, or nothing where none is wanted. */
export interface FoundRuleset {
  readonly ruleset: Ruleset | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * TLS between Cloudflare and the origin, for this host only. The zone's own setting would change every other
 * host of the zone.
 */
export function tlsRuleset({ edge: { domain, tls }, zone }: ZonedEdge, { nameOf }: Named): Ruleset {
  return {
    zone,
    name: "default",
    kind: "zone",
    phase: "http_config_settings",
    rules: [
      {
        ref: nameOf(rulePart.tls),
        description: `TLS to the origin of ${domain}: ${tls}.`,
        expression: hostIs(domain),
        action: "set_config",
        enabled: true,
        action_parameters: { ssl: tls },
      },
    ],
  }
}

/** Counts by address and, as Cloudflare always does, by location. */
export function rateLimitRuleset(
  { edge, zone }: ZonedEdge,
  scope: ItemScope<Options>,
): FoundRuleset {
  const { domain, rateLimit } = edge
  if (rateLimit === undefined) return { ruleset: undefined, diagnostics: [] }
  const { requests, periodSeconds: period } = rateLimit
  const limits = planLimits[scope.options.zonePlan]
  const byHost = limits.rateLimitByHost
  const ruleset: Ruleset = {
    zone,
    name: "default",
    kind: "zone",
    phase: "http_ratelimit",
    rules: [
      {
        ref: scope.nameOf(rulePart["rate-limit"]),
        description: `At most ${requests} requests in ${period} s from one address.`,
        expression: byHost ? hostIs(domain) : '(starts_with(http.request.uri.path, "/"))',
        action: "block",
        enabled: true,
        ratelimit: {
          characteristics: ["cf.colo.id", "ip.src"],
          period,
          requests_per_period: requests,
          mitigation_timeout: period,
        },
      },
    ],
  }
  return { ruleset, diagnostics: rateLimitProblems({ requests, period, limits }, scope) }
}

interface WantedLimit {
  readonly requests: number
  readonly period: number
  readonly limits: PlanLimits
}

function rateLimitProblems(
  { requests, period, limits }: WantedLimit,
  { report }: ItemScope<Options>,
): readonly Diagnostic[] {
  const allowed = allowedPeriods(limits)
  const params = { period, requests, plan: limits.title, allowed }
  return [
    ...(allowed.includes(period) ? [] : [report(rateLimitPeriod, params, "rateLimit.requests")]),
    ...(limits.rateLimitByHost ? [] : [report(rateLimitWholeZone, {}, "rateLimit")]),
  ]
}

export function cacheRuleset({ edge, zone }: ZonedEdge, scope: ItemScope<Options>): FoundRuleset {
  const { cache, domain } = edge
  if (cache.length === 0) return { ruleset: undefined, diagnostics: [] }
  const limits = planLimits[scope.options.zonePlan]
  const rules = cache.map(({ path, ttlSeconds }): CacheRule => ({
    ref: `${scope.nameOf(rulePart.cache)}-${shortHash(path)}`,
    description: `Keeps ${path}.`,
    expression: `(${hostTest(domain)} and ${pathTest(path)})`,
    action: "set_cache_settings",
    enabled: true,
    action_parameters: {
      cache: true,
      edge_ttl: edgeTtl(ttlSeconds, limits),
      browser_ttl: { mode: "respect_origin" },
    },
  }))
  return {
    ruleset: { zone, name: "default", kind: "zone", phase: "http_request_cache_settings", rules },
    diagnostics: cacheProblems(cache, limits, scope),
  }
}

/**
 * Below the plan's minimum the origin's Cache-Control decides, and without that header nothing is kept: an
 * answer never stays longer than the manifest says. Errors are never kept.
 */
function edgeTtl(ttlSeconds: number, { shortestTtl }: PlanLimits): EdgeTtl {
  if (ttlSeconds < shortestTtl) return { mode: "bypass_by_default" }
  return {
    mode: "override_origin",
    default: Math.floor(ttlSeconds),
    status_code_ttl: [{ status_code_range: { from: 400, to: 599 }, value: -1 }],
  }
}

function cacheProblems(
  cache: Edge["cache"],
  limits: PlanLimits,
  { report }: ItemScope<Options>,
): readonly Diagnostic[] {
  const { cacheRules: most, shortestTtl: shortest, title: plan } = limits
  const count = cache.length
  const tooShort = cache.flatMap(({ path, ttlSeconds: ttl }, index) =>
    ttl < shortest
      ? [report(cacheTimeMinimum, { path, ttl, shortest, plan }, `cache.${index}.ttl`)]
      : [],
  )
  return count > most
    ? [...tooShort, report(tooManyCacheRules, { count, most, plan }, "cache")]
    : tooShort
}

function hostIs(domain: string): string {
  return `(${hostTest(domain)})`
}

function hostTest(domain: string): string {
  return `http.host eq ${quoted(domain)}`
}

function pathTest(path: string): string {
  return path.endsWith("*")
    ? `starts_with(http.request.uri.path, ${quoted(path.slice(0, -1))})`
    : `http.request.uri.path eq ${quoted(path)}`
}

/** A string of the rules language. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`
}
