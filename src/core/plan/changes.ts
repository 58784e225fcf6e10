import { type FieldChange, changedFields, madeFields } from "./field-change.ts"
import { changedVariables, type PlannedVariables } from "./planned-variables.ts"
import type { DesiredResource, ObservedResource } from "./resource.ts"

/** What has to happen to one resource. */
export type Change =
  | {
      readonly type: "create"
      readonly desired: DesiredResource
      readonly fields: readonly FieldChange[]
    }
  | {
      /** `replace`: a field that cannot be changed makes it anew. */
      readonly type: "update" | "replace"
      readonly desired: DesiredResource
      readonly observed: ObservedResource
      /** Why, in words: `new deployment`, `failed`. */
      readonly why: string
      readonly fields: readonly FieldChange[]
    }
  | { readonly type: "remove"; readonly observed: ObservedResource }
  | {
      readonly type: "none"
      readonly desired: DesiredResource
      readonly observed: ObservedResource
    }

/** What has to happen to something that should stand. */
export type StandingChange = Exclude<Change, { readonly type: "remove" }>

/** What variables are compared with. */
export interface Comparison {
  /** Variables of a service by its name; undefined for what has none. */
  readonly variables: (owner: string) => PlannedVariables | undefined
  readonly fingerprint: (name: string, value: string) => string
  /** What a service is started from; undefined for what is none. Default: nothing is said of it. */
  readonly source?: (owner: string) => PlannedSource | undefined
}

export type PlannedSource =
  | { readonly type: "commit"; readonly commit: string }
  | { readonly type: "image"; readonly reference: string }
  | { readonly type: "folder" }

/**
 * Compares what should stand with what stands. Changes come in the order of the desired resources, removals last.
 * What moved to another platform is made there and removed from where it was.
 */
export function planChanges(
  desired: readonly DesiredResource[],
  observed: readonly ObservedResource[],
  comparison: Comparison,
): readonly Change[] {
  const standing = new Map(observed.map((resource) => [placeOf(resource), resource]))
  const wanted = new Set(desired.map(placeOf))
  const changes = desired.map((resource): Change => {
    const found = standing.get(placeOf(resource))
    return found === undefined
      ? { type: "create", desired: resource, fields: madeFields(resource.desired) }
      : compareResource(resource, found, comparison)
  })
  const removals = observed
    .filter((resource) => !wanted.has(placeOf(resource)))
    .map((resource): Change => ({ type: "remove", observed: resource }))
  return [...changes, ...removals]
}

/** One object of a platform, whatever it is called there. */
export function placeOf({
  provider,
  address,
}: Pick<DesiredResource, "provider" | "address">): string {
  return `${provider} ${address}`
}

export function compareResource(
  desired: DesiredResource,
  observed: ObservedResource,
  comparison: Comparison,
): StandingChange {
  const fields = [
    ...changedFields(desired.desired, observed.observed, desired.immutable),
    ...variableChanges(desired, observed, comparison),
    ...sourceChanges(desired, observed, comparison),
  ]
  const why = whyDifferent(desired, observed, fields)
  if (why === undefined) return { type: "none", desired, observed }
  const type = fields.some(({ forcesReplacement }) => forcesReplacement) ? "replace" : "update"
  return { type, desired, observed, why, fields }
}

function variableChanges(
  { owner, deploymentId, desired }: DesiredResource,
  { variables: observed }: ObservedResource,
  { variables, fingerprint }: Comparison,
): readonly FieldChange[] {
  const planned = deploymentId === undefined ? undefined : variables(owner)
  if (planned === undefined) return []
  const own = Object.keys(desired["variables"] ?? {})
  return changedVariables({ planned, observed, own, fingerprint })
}

/**
 * What a new deployment is started from, and what the one before was: `source.image`, `source.commit`. Platforms tell it
 * beside the settings, as `observed.source`. A deployment that stays is not compared: another commit may hold the same
 * code.
 */
function sourceChanges(
  { owner, deploymentId }: DesiredResource,
  { deploymentId: standing, observed }: ObservedResource,
  { source }: Comparison,
): readonly FieldChange[] {
  if (deploymentId === undefined || deploymentId === standing) return []
  const planned = source?.(owner)
  switch (planned?.type) {
    case "commit":
      return changedFields({ source: { commit: planned.commit } }, { source: {}, ...observed })
    case "image":
      return changedFields({ source: { image: planned.reference } }, { source: {}, ...observed })
    case "folder":
    case undefined:
      return []
  }
}

function whyDifferent(
  desired: DesiredResource,
  observed: ObservedResource,
  fields: readonly FieldChange[],
): string | undefined {
  if (observed.state === "failed") return "it does not work"
  if (observed.state === "stopped") return "it is stopped"
  if (desired.deploymentId !== observed.deploymentId) return "new deployment"
  return fields.length > 0 ? "new settings" : undefined
}
