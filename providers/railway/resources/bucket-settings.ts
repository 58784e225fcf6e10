import * as z from "zod"
import type { RailwayStore } from "../service-config.ts"

/** A bucket on Railway as plans compare it. */
export const bucketSettings = z.object({
  name: z.string(),
  /** Name of an airport: `sjc`, `iad`, `ams`, `sin`. */
  region: z.string(),
})
export type BucketSettings = Readonly<z.output<typeof bucketSettings>>

/** The API wants a region to be chosen; this one is nearest to where services run without a choice. */
const usualRegion = "sjc"

export function bucketSettingsOf({ name, region = usualRegion }: RailwayStore): BucketSettings {
  return { name, region }
}
