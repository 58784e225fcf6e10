import * as z from "zod"

const verdicts = ["live", "live (platform evidence)", "not-live", "unknown"] as const

const releaseSchema = z.object({
  /** `r-` and the moment it was made, so that ids sort by time. */
  id: z.string(),
  madeAt: z.string(),
  /** Deployment id by service. */
  deployments: z.record(z.string(), z.string()),
  /** Platform by service and data resource. */
  platforms: z.record(z.string(), z.string()),
  verdict: z.enum(verdicts),
})

const stateSchema = z.object({
  schema: z.literal("aidep/state@1"),
  /** Oldest first. */
  releases: z.array(releaseSchema),
})

/** One version over all services of an environment. */
export type Release = z.output<typeof releaseSchema>

/** History of an environment. Never the inventory: what stands is asked of the platforms. */
export type EnvironmentState = z.output<typeof stateSchema>

export const emptyState: EnvironmentState = { schema: "aidep/state@1", releases: [] }

/** Reads a state file; undefined for a text that is not one. */
export function parseState(text: string): EnvironmentState | undefined {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Releases that are kept; older ones are dropped. */
const maxReleases = 100

export function withRelease(state: EnvironmentState, release: Release): EnvironmentState {
  return { ...state, releases: [...state.releases, release].slice(-maxReleases) }
}

export function releaseId(nowMs: number): string {
  return `r-${new Date(nowMs).toISOString().replace(/[-:.]/g, "").toLowerCase()}`
}
