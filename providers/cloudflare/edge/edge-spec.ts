import type { ZonePlan } from "../options.ts"

/**
 * The edge as resources in the order in which they are made. `desired` is the body of the request that makes
 * them, typed after the API, so that what is shown and what is sent are one value.
 *
 * Sources: package cloudflare 7.3.0 and https://developers.cloudflare.com/api/. Type aliases, not interfaces,
 * so that the values are plain data for the serialiser.
 */
export type EdgeSpec = {
  readonly zone: { readonly name: string; readonly plan: ZonePlan; readonly id: Reference }
  readonly resources: readonly EdgeResource[]
}

/** A value that is known after something else is made: `{ ref: origin-domain.target }`. */
export type Reference = { readonly ref: string }
export type Later<T> = T | Reference

export type EdgeResource =
  | Resource<"origin-domain", OriginDomain>
  | Resource<"certificate", Certificate>
  | Resource<"dns-record", DnsRecord>
  | Resource<"ruleset", Ruleset>
  | Resource<"worker-domain", WorkerDomain>

type Resource<Kind extends string, Desired> = {
  /** Unique within the edge; references and `dependsOn` use it. */
  readonly name: string
  readonly kind: Kind
  /** The platform on which it is made. */
  readonly on: string
  /** Names of resources of the edge, or a service as `services.gateway`. */
  readonly dependsOn: readonly string[]
  readonly desired: Desired
}

/**
 * The domain, made known to the platform of the service, which answers with a target and a record to verify
 * it by. Where that record is the domain's own CNAME, the verification record is the later proxied one, with
 * the proxy still off.
 */
export type OriginDomain = { readonly service: string; readonly domain: string }

/** The origin's own certificate for the domain: strict TLS is closed until it is there. */
export type Certificate = { readonly domain: string; readonly status: "active" }

/** `POST /zones/{zone_id}/dns_records`. A `ttl` of 1 is automatic. */
export type DnsRecord = {
  readonly type: Later<"CNAME" | "TXT">
  readonly name: Later<string>
  readonly content: Later<string>
  readonly proxied: boolean
  readonly ttl: 1
  readonly comment: string
}

/** `PUT /accounts/{account_id}/workers/domains`: makes the record and the certificate too. */
export type WorkerDomain = {
  readonly hostname: string
  readonly service: string
  readonly zone_name: string
}

/**
 * The entry point of a phase, `/zones/{zone_id}/rulesets/phases/{phase}/entrypoint`. It holds the rules of the
 * whole zone, so that a rule is added or replaced by its `ref`; the ruleset is never put as a whole.
 */
export type Ruleset = {
  readonly name: "default"
  readonly kind: "zone"
  readonly phase: "http_config_settings" | "http_ratelimit" | "http_request_cache_settings"
  readonly rules: readonly (ConfigRule | RateLimitRule | CacheRule)[]
}

type Rule<Action extends string> = {
  readonly ref: string
  readonly description: string
  readonly expression: string
  readonly action: Action
  readonly enabled: true
}

export type ConfigRule = Rule<"set_config"> & {
  readonly action_parameters: { readonly ssl: "full" | "strict" }
}

export type RateLimitRule = Rule<"block"> & {
  readonly ratelimit: {
    readonly characteristics: readonly string[]
    readonly period: number
    readonly requests_per_period: number
    readonly mitigation_timeout: number
  }
}

export type CacheRule = Rule<"set_cache_settings"> & {
  readonly action_parameters: {
    readonly cache: true
    readonly edge_ttl: EdgeTtl
    readonly browser_ttl: { readonly mode: "respect_origin" }
  }
}

export type EdgeTtl =
  | { readonly mode: "bypass_by_default" }
  | {
      readonly mode: "override_origin"
      readonly default: number
      readonly status_code_ttl: readonly {
        readonly status_code_range: { readonly from: number; readonly to: number }
        readonly value: number
      }[]
    }
