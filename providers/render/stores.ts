import type { DataResource, Diagnostic, ItemScope, Specified } from "aidep/provider"
import { possibleRegions, regionOf } from "../_shared/regions.ts"
import type { RenderStore } from "./blueprint.ts"
import { storeClosed, unknownRegion } from "./errors/place.ts"
import { platformId, type RenderOptions } from "./options.ts"
import { renderRegions } from "./regions.ts"

/** An allow list is always written: without one a Key Value is refused, and a database open to everybody. */
export function storeSpec(
  resource: DataResource,
  scope: ItemScope<RenderOptions>,
): Specified<RenderStore | undefined> {
  return { spec: storeOf(resource, scope), diagnostics: storeProblems(resource, scope) }
}

function storeOf(
  { kind, name: item }: DataResource,
  { nameOf, options }: ItemScope<RenderOptions>,
): RenderStore | undefined {
  const name = nameOf(item)
  const region = regionOf(renderRegions, options.region)
  const ipAllowList = options.ipAllowList.map((source) => ({ source }))
  switch (kind) {
    case "redis": {
      const plan = options.keyValuePlan
      const blueprint = { type: "keyvalue", name, plan, region, ipAllowList } as const
      return { resource: item, list: "services", blueprint }
    }
    case "postgres": {
      const plan = options.postgresPlan
      const blueprint = { name, plan, region, ipAllowList }
      return { resource: item, list: "databases", blueprint }
    }
    case "mongodb":
    case "qdrant":
    case "bucket":
      // The support table refuses it.
      return undefined
  }
}

function storeProblems(
  { name }: DataResource,
  { callersOf, options, report }: ItemScope<RenderOptions>,
): readonly Diagnostic[] {
  const { ipAllowList, region } = options
  const possible = possibleRegions(renderRegions)
  const outside = callersOf(name).filter(({ placement }) => placement.platform !== platformId)
  return [
    ...(regionOf(renderRegions, region) === undefined
      ? [report(unknownRegion, { region, possible })]
      : []),
    ...(ipAllowList.length === 0
      ? outside.map((service) =>
          report(storeClosed, {
            resource: name,
            service: service.name,
            platform: service.placement.platform,
          }),
        )
      : []),
  ]
}
