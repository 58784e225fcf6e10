import { canonicalText } from "../release/deployment-id.ts"
import type { DesiredResource, ObservedResource } from "./resource.ts"

/** What has to happen to one resource. */
export type Change =
  | { readonly type: "create"; readonly desired: DesiredResource }
  | {
      readonly type: "update"
      readonly desired: DesiredResource
      readonly observed: ObservedResource
      /** Why, in words: `new deployment`, `failed`. */
      readonly why: string
    }
  | { readonly type: "remove"; readonly observed: ObservedResource }
  | {
      readonly type: "none"
      readonly desired: DesiredResource
      readonly observed: ObservedResource
    }

/** What has to happen to something that should stand. */
export type StandingChange = Exclude<Change, { readonly type: "remove" }>

/**
 * Compares what should stand with what stands. Changes come in the order of the desired resources, removals last.
 * What moved to another platform is made there and removed from where it was.
 */
export function planChanges(
  desired: readonly DesiredResource[],
  observed: readonly ObservedResource[],
): readonly Change[] {
  const standing = new Map(observed.map((resource) => [placeOf(resource), resource]))
  const wanted = new Set(desired.map(placeOf))
  const changes = desired.map((resource): Change => {
    const found = standing.get(placeOf(resource))
    return found === undefined
      ? { type: "create", desired: resource }
      : compareResource(resource, found)
  })
  const removals = observed
    .filter((resource) => !wanted.has(placeOf(resource)))
    .map((resource): Change => ({ type: "remove", observed: resource }))
  return [...changes, ...removals]
}

function placeOf({ provider, address }: Pick<DesiredResource, "provider" | "address">): string {
  return `${provider} ${address}`
}

export function compareResource(
  desired: DesiredResource,
  observed: ObservedResource,
): StandingChange {
  const why = whyDifferent(desired, observed)
  return why === undefined
    ? { type: "none", desired, observed }
    : { type: "update", desired, observed, why }
}

function whyDifferent(desired: DesiredResource, observed: ObservedResource): string | undefined {
  if (observed.state === "failed") return "it does not work"
  if (observed.state === "stopped") return "it is stopped"
  if (desired.deploymentId !== observed.deploymentId) return "new deployment"
  if (canonicalText(desired.desired) !== canonicalText(observed.observed)) return "new settings"
  return undefined
}
