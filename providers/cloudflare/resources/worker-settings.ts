import * as z from "zod"
import type { WorkerSpec } from "../spec.ts"
import type { WranglerConfig } from "../wrangler-config.ts"

const placement = z.union([
  z.object({ mode: z.literal("smart") }),
  z.object({ mode: z.literal("targeted"), region: z.string() }),
  z.object({ mode: z.literal("targeted"), host: z.string() }),
])

const site = z.object({
  /** What is published, relative to the manifest. */
  directory: z.string(),
  notFound: z.enum(["none", "404-page", "single-page-application"]),
  /** Null for a site that stands in its folder as it is. */
  build: z.object({ command: z.array(z.string()), folder: z.string() }).nullable(),
})
export type SiteSettings = Readonly<z.output<typeof site>>

/** What a version is made from and Cloudflare does not tell of it: kept in the message of the version. */
export const notes = z.object({
  /** Entry of the Worker, relative to the manifest; null for a static site. */
  main: z.string().nullable(),
  site: site.nullable(),
  /** Custom domain under which callers reach it; null for its address below workers.dev, or none. */
  domain: z.string().nullable(),
  placement: placement.nullable(),
  cache: z.boolean(),
})
export type Notes = Readonly<z.output<typeof notes>>

/** A Worker as plans compare it. Null: not set. */
export const workerSettings = notes.extend({
  name: z.string(),
  compatibilityDate: z.string(),
  /** A set, sorted. */
  compatibilityFlags: z.array(z.string()),
  cpuMs: z.int().nullable(),
  logs: z.boolean(),
  /** Names of R2 buckets by binding. */
  buckets: z.record(z.string(), z.string()),
  rateLimits: z.record(
    z.string(),
    z.object({ namespace: z.string(), limit: z.number(), period: z.number() }),
  ),
  /** Names, sorted. */
  secrets: z.array(z.string()),
  /** Sorted. */
  crons: z.array(z.string()),
  workersDev: z.boolean(),
})
export type WorkerSettings = Readonly<z.output<typeof workerSettings>>

/** The same Worker as in wrangler's file. */
export function workerSettingsOf({ command, config }: WorkerSpec): WorkerSettings {
  const { limits, r2_buckets: buckets = [], ratelimits = [] } = config
  return {
    name: config.name,
    main: config.main ?? null,
    site: siteOf(config, command),
    domain: config.routes?.[0]?.pattern ?? null,
    placement: config.placement ?? null,
    cache: config.cache?.enabled ?? false,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: (config.compatibility_flags ?? []).toSorted(),
    cpuMs: limits?.cpu_ms ?? null,
    logs: config.observability.enabled,
    buckets: Object.fromEntries(buckets.map(({ binding, bucket_name }) => [binding, bucket_name])),
    rateLimits: Object.fromEntries(
      ratelimits.map(({ name, namespace_id: namespace, simple }) => [
        name,
        { namespace, ...simple },
      ]),
    ),
    secrets: (config.secrets?.required ?? []).toSorted(),
    crons: (config.triggers?.crons ?? []).toSorted(),
    workersDev: config.workers_dev,
  }
}

function siteOf(
  { assets, build }: WranglerConfig,
  command: readonly string[] | undefined,
): SiteSettings | null {
  if (assets === undefined) return null
  const isBuilt = build !== undefined && command !== undefined
  return {
    directory: assets.directory,
    notFound: assets.not_found_handling,
    build: isBuilt ? { command: [...command], folder: build.cwd } : null,
  }
}
