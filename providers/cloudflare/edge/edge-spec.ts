import type { OutputReference } from "aidep/provider"
import type { ZonePlan } from "../options.ts"
import type { kinds } from "./kinds.ts"

/**
 * What of the edge stands on Cloudflare, in the order in which it is made. `desired` is the body of the request that
 * makes it, typed after the API, with the name of the zone in place of its id; so what is shown and what is sent are
 * one value.
 *
 * Sources: package cloudflare 7.3.0 and https://developers.cloudflare.com/api/. Type aliases, not interfaces,
 * so that the values are plain data for the serialiser.
 */
export type EdgeSpec = {
  readonly zone: { readonly name: string; readonly plan: ZonePlan }
  readonly resources: readonly EdgeResource[]
}

export type EdgeResource =
  | Resource<typeof kinds.verification, Verification>
  | Resource<typeof kinds.ruleset, Ruleset>
  | Resource<typeof kinds.record, ProxiedRecord>
  | Resource<typeof kinds.workerDomain, WorkerDomain>

type Resource<Kind extends string, Desired> = {
  readonly address: string
  readonly kind: Kind
  /** Addresses of what has to stand before, on any platform. */
  readonly dependsOn: readonly string[]
  readonly desired: Desired
}

/**
 * The records by which the platform of the service sees whose the domain is: a list of `{ type, name, content }`,
 * each made by `POST /zones/{zone_id}/dns_records` and not proxied. One of them may be the domain's own CNAME, which
 * is then the later proxied record with the proxy still off.
 */
export type Verification = {
  readonly zone: string
  readonly records: OutputReference
  readonly comment: string
}

/** `POST /zones/{zone_id}/dns_records`. A `ttl` of 1 is automatic. */
export type ProxiedRecord = {
  readonly zone: string
  readonly type: "CNAME"
  readonly name: string
  readonly content: OutputReference | undefined
  /** Variable with the address of an origin that is not aidep's: its host is the content. */
  readonly origin: string | undefined
  readonly proxied: true
  readonly ttl: 1
  readonly comment: string
}

/** `PUT /accounts/{account_id}/workers/domains`: makes the record and the certificate too. */
export type WorkerDomain = {
  readonly zone: string
  readonly hostname: string
  readonly service: string
}

/**
 * The entry point of a phase, `/zones/{zone_id}/rulesets/phases/{phase}/entrypoint`. It holds the rules of the
 * whole zone, so that a rule is added or replaced by its `ref`; the ruleset is never put as a whole.
 */
export type Ruleset = {
  readonly zone: string
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
