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

/** Compares what should stand with what stands. Changes come in the order of the desired resources, removals last. */
export function planChanges(
  desired: readonly DesiredResource[],
  observed: readonly ObservedResource[],
): readonly Change[] {
  const standing = new Map(observed.map((resource) => [resource.address, resource]))
  const wanted = new Set(desired.map(({ address }) => address))
  const changes = desired.map((resource): Change => {
    const found = standing.get(resource.address)
    return found === undefined ? { type: "create", desired: resource } : compare(resource, found)
  })
  const removals = observed
    .filter(({ address }) => !wanted.has(address))
    .map((resource): Change => ({ type: "remove", observed: resource }))
  return [...changes, ...removals]
}

function compare(desired: DesiredResource, observed: ObservedResource): Change {
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

export function isPendingChange({ type }: Change): boolean {
  return type !== "none"
}
