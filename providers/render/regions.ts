import type { Service, Surroundings } from "aidep/provider"
import { regionOf, type RegionTable } from "../_shared/regions.ts"
import { platformId, type RenderOptions, renderOptions } from "./options.ts"

/** https://render.com/docs/regions, and the enumeration of the Blueprint's schema. */
export const renderRegions: RegionTable = {
  own: ["oregon", "ohio", "virginia", "frankfurt", "singapore"],
  general: {
    us: "oregon",
    "us-east": "virginia",
    "us-central": "ohio",
    "us-west": "oregon",
    eu: "frankfurt",
    "eu-west": "frankfurt",
    "eu-central": "frankfurt",
    ap: "singapore",
    "ap-southeast": "singapore",
  },
}

/** What the manifest writes for a service: its first region, else the option. */
export function writtenRegion(
  { regions }: Pick<Service, "regions">,
  options: RenderOptions,
): string {
  return regions[0] ?? options.region
}

/** Where an item of the project stands on Render; undefined for what stands elsewhere. */
export function regionOfItem(
  name: string,
  { resourceNamed, serviceNamed }: Surroundings,
): string | undefined {
  const item = serviceNamed(name) ?? resourceNamed(name)
  if (item?.placement.platform !== platformId) return undefined
  const options = renderOptions.safeParse(item.placement.options)
  if (!options.success) return undefined
  const regions = "regions" in item ? item.regions : []
  return regionOf(renderRegions, writtenRegion({ regions }, options.data))
}
