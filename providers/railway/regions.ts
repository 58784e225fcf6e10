import type { DataResource, ItemScope, Service } from "aidep/provider"
import { type ChosenRegions, chosenRegions, type RegionTable } from "../_shared/regions.ts"
import type { RailwayOptions } from "./options.ts"

/** https://docs.railway.com/deployments/regions, read 2026-08-21. */
export const railwayRegions: RegionTable = {
  own: ["us-west2", "us-east4-eqdc4a", "europe-west4-drams3a", "asia-southeast1-eqsg3a"],
  general: {
    us: "us-east4-eqdc4a",
    "us-east": "us-east4-eqdc4a",
    "us-west": "us-west2",
    eu: "europe-west4-drams3a",
    "eu-west": "europe-west4-drams3a",
    ap: "asia-southeast1-eqsg3a",
    "ap-southeast": "asia-southeast1-eqsg3a",
  },
}

/** Where buckets are kept, by the region nearest to it: places of their own, with names of airports. */
const bucketRegions: Readonly<Record<string, string>> = {
  "us-west2": "sjc",
  "us-east4-eqdc4a": "iad",
  "europe-west4-drams3a": "ams",
  "asia-southeast1-eqsg3a": "sin",
}

/** The regions of a service: its own, else those of the options. */
export function regionsOf(service: Service, options: RailwayOptions): ChosenRegions {
  return chosenRegions(
    railwayRegions,
    service.regions.length > 0 ? service.regions : (options.regions ?? []),
  )
}

/** A data store stands in one region. */
export function storeRegionOf(
  { kind }: DataResource,
  { options }: ItemScope<RailwayOptions>,
): ChosenRegions {
  const { regions, unknown } = chosenRegions(railwayRegions, (options.regions ?? []).slice(0, 1))
  if (kind !== "bucket") return { regions, unknown }
  return { regions: regions.flatMap((region) => bucketRegions[region] ?? []), unknown }
}
