/**
 * `wrangler.jsonc`, the keys that aidep writes, in the order in which they are written: that of the page below.
 * Type aliases, not interfaces, so that the values are plain data for the serialiser.
 *
 * Source: https://developers.cloudflare.com/workers/wrangler/configuration/ and the schema of wrangler 4.164.0.
 */
export type WranglerConfig = {
  readonly $schema: string
  readonly name: string
  readonly main: string | undefined
  readonly compatibility_date: string
  readonly account_id: string | undefined
  readonly compatibility_flags: readonly string[] | undefined
  readonly workers_dev: boolean
  readonly preview_urls: boolean
  readonly routes: readonly CustomDomainRoute[] | undefined
  readonly triggers: { readonly crons: readonly string[] } | undefined
  readonly build: { readonly command: string; readonly cwd: string } | undefined
  readonly limits: { readonly cpu_ms: number } | undefined
  readonly placement: Placement | undefined
  readonly assets: Assets | undefined
  readonly observability: { readonly enabled: boolean }
  readonly cache: { readonly enabled: boolean } | undefined
  readonly vars: Readonly<Record<string, string>> | undefined
  readonly secrets: { readonly required: readonly string[] } | undefined
  readonly r2_buckets: readonly BucketBinding[] | undefined
  readonly ratelimits: readonly RateLimitBinding[] | undefined
}

export type CustomDomainRoute = { readonly pattern: string; readonly custom_domain: true }

export type Placement =
  | { readonly mode: "smart" }
  | { readonly mode: "targeted"; readonly region: string }
  | { readonly mode: "targeted"; readonly host: string }

export type Assets = {
  readonly directory: string
  readonly not_found_handling: "none" | "404-page" | "single-page-application"
}

export type BucketBinding = { readonly binding: string; readonly bucket_name: string }

/** `period` is 10 or 60 seconds; no other is possible. */
export type RateLimitBinding = {
  readonly name: string
  readonly namespace_id: string
  readonly simple: { readonly limit: number; readonly period: 10 | 60 }
}
