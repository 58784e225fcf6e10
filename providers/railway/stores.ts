import type { DataResource, Diagnostic, ItemScope, Specified } from "aidep/provider"
import { possibleRegions } from "../_shared/regions.ts"
import { unknownRegion } from "./errors.ts"
import { storePrivate } from "./errors/deploy.ts"
import { platformId, type RailwayOptions } from "./options.ts"
import { railwayRegions, storeRegionOf } from "./regions.ts"
import type { RailwayStore } from "./service-config.ts"

/** Variable with the private address of a store; a bucket has none, its address is made of two. */
export function outputOf(kind: DataResource["kind"]): string | undefined {
  switch (kind) {
    case "redis":
      return "REDIS_URL"
    case "postgres":
      return "DATABASE_URL"
    case "mongodb":
      return "MONGO_URL"
    case "bucket":
    case "qdrant":
      return undefined
  }
}

export function storeSpec(
  resource: DataResource,
  scope: ItemScope<RailwayOptions>,
): Specified<RailwayStore | undefined> {
  const { kind, name } = resource
  // The support table refuses it, with what to do instead.
  if (kind === "qdrant") return { spec: undefined, diagnostics: [] }
  const { regions, unknown } = storeRegionOf(resource, scope)
  const possible = possibleRegions(railwayRegions)
  return {
    spec: { resource: name, name: scope.nameOf(name), kind, region: regions[0] },
    diagnostics: [
      ...unknown.map((region) => scope.report(unknownRegion, { region, possible })),
      ...reachProblems(resource, scope),
    ],
  }
}

/** A bucket has an address on the internet. */
function reachProblems(
  { kind, name: resource }: DataResource,
  { callersOf, report }: ItemScope<RailwayOptions>,
): readonly Diagnostic[] {
  if (kind === "bucket") return []
  return callersOf(resource)
    .map(({ name, placement }) => ({ service: name, platform: placement.platform }))
    .filter(({ platform }) => platform !== platformId)
    .map((caller) => report(storePrivate, { resource, ...caller }))
}
