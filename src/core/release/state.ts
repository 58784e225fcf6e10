import * as z from "zod"
import type { DataObject } from "../artifact/data.ts"

const verdicts = ["live", "live (platform evidence)", "not-live", "unknown"] as const

const segment = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({
    type: z.literal("service"),
    service: z.string(),
    output: z.enum(["url", "host", "token"]),
  }),
  z.object({ type: z.literal("resource"), resource: z.string() }),
  z.object({ type: z.literal("secret"), name: z.string() }),
  z.object({ type: z.literal("deployment") }),
])

const source = z.discriminatedUnion("type", [
  z.object({ type: z.literal("commit"), commit: z.string(), repository: z.string().optional() }),
  z.object({ type: z.literal("image"), reference: z.string() }),
  z.object({ type: z.literal("folder"), path: z.string() }),
])

/** One resource as it was applied, with all that is needed to apply it again. Secrets stand there by name. */
const partSchema = z.object({
  address: z.string(),
  kind: z.string(),
  provider: z.string(),
  owner: z.string(),
  desired: z.custom<DataObject>(isPlainData),
  recipe: z.custom<DataObject>(isPlainData).optional(),
  deploymentId: z.string().optional(),
  dependsOn: z.array(z.string()).readonly(),
  immutable: z.array(z.string()).readonly().optional(),
  holdsData: z.boolean().optional(),
  source: source.optional(),
  /** Of the code: a git tree, an image digest, or a digest of the folder. */
  sourceId: z.string().optional(),
  env: z
    .array(
      z.object({ name: z.string(), sensitive: z.boolean(), segments: z.array(segment).readonly() }),
    )
    .optional(),
})

/** US dollars a month, in the two cases of `Usd`, with the parts that are not in the sum. */
const estimateSchema = z.object({
  low: z.number(),
  high: z.number(),
  unpriced: z.array(z.string()),
})

export type ReleaseEstimate = z.output<typeof estimateSchema>

/** A release as it is written down. */
export const releaseSchema = z.object({
  /** `r-` and the moment it was made, so that ids sort by time. */
  id: z.string(),
  madeAt: z.string(),
  /** Deployment id by service. */
  deployments: z.record(z.string(), z.string()),
  /** Platform by service and data resource. */
  platforms: z.record(z.string(), z.string()),
  verdict: z.enum(verdicts),
  /** Id of the release that it brought back. */
  restores: z.string().optional(),
  /** Hash of what the manifest says, 12 hexadecimal digits; none in releases that an older aidep wrote. */
  manifest: z.string().optional(),
  /** What it was estimated to cost, where the manifest states budget or workload. */
  estimate: estimateSchema.optional(),
  /** In the order of the manifest; none in releases that an older aidep wrote. */
  parts: z.array(partSchema).default([]),
})

const stateSchema = z.object({
  schema: z.enum(["aidep/state@1", "aidep/state@2"]).transform(() => "aidep/state@2" as const),
  /** Oldest first. */
  releases: z.array(releaseSchema),
})

function isPlainData(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** One version over all services of an environment. */
export type Release = z.output<typeof releaseSchema>
export type ReleasePart = z.output<typeof partSchema>

/** History of an environment. Never the inventory: what stands is asked of the platforms. */
export type EnvironmentState = z.output<typeof stateSchema>

export const emptyState: EnvironmentState = { schema: "aidep/state@2", releases: [] }

export type ParsedState =
  | { readonly status: "parsed"; readonly state: EnvironmentState }
  | { readonly status: "damaged" }
  /** Written by a later version of aidep. */
  | { readonly status: "newer"; readonly schema: string }

export function parseState(text: string): ParsedState {
  const data = dataOf(text)
  const parsed = stateSchema.safeParse(data)
  if (parsed.success) return { status: "parsed", state: parsed.data }
  const newer = z.object({ schema: z.string().regex(/^aidep\/state@\d+$/) }).safeParse(data)
  return newer.success && !knownSchemas.includes(newer.data.schema)
    ? { status: "newer", schema: newer.data.schema }
    : { status: "damaged" }
}

const knownSchemas: readonly string[] = ["aidep/state@1", "aidep/state@2"]

function dataOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Releases that are kept; older ones are dropped. */
const maxReleases = 100

export function withRelease(state: EnvironmentState, release: Release): EnvironmentState {
  return { ...state, releases: [...state.releases, release].slice(-maxReleases) }
}

/**
 * A history with what the journal has beyond it, in the order of writing: ids tell the time of a clock, which may have
 * been set back.
 */
export function completedState(
  releases: readonly Release[],
  journal: readonly Release[],
): EnvironmentState {
  const known = new Set(releases.map(({ id }) => id))
  const later = journal.slice(journal.findLastIndex(({ id }) => known.has(id)) + 1)
  return { ...emptyState, releases: [...releases, ...later].slice(-maxReleases) }
}

/** The whole releases at the beginning of a history that was cut off; none where it is damaged in another way. */
export function salvagedReleases(text: string): readonly Release[] {
  // Where a release ends, as a history is written.
  const ends = [...text.matchAll(/\n {4}\}/g)].map((end) => end.index + end[0].length).toReversed()
  for (const end of ends) {
    const parsed = parseState(`${text.slice(0, end)}]}`)
    if (parsed.status === "parsed") return parsed.state.releases
  }
  return []
}

export function releaseId(nowMs: number): string {
  return `r-${new Date(nowMs).toISOString().replace(/[-:.]/g, "").toLowerCase()}`
}

/** The newest release that was proven live and can be applied again. */
export function rollbackPoint(
  { releases }: EnvironmentState,
  options: { readonly before?: string } = {},
): Release | undefined {
  const end = releases.findIndex(({ id }) => id === options.before)
  const earlier = end === -1 ? releases : releases.slice(0, end)
  return earlier.findLast(({ verdict, parts }) => isProvenVerdict(verdict) && parts.length > 0)
}

export function isProvenVerdict(verdict: Release["verdict"]): boolean {
  return verdict === "live" || verdict === "live (platform evidence)"
}
