import * as z from "zod"
import type { RenderStore } from "../blueprint.ts"
import { apiPlan } from "./service-settings.ts"

/** A data store on Render as plans compare it, in the API's words. */
export const storeSettings = z.object({
  type: z.enum(["key_value", "postgres"]),
  name: z.string(),
  plan: z.string(),
  region: z.string().nullable(),
  /** Networks; empty for none but Render's own. */
  ipAllowList: z.array(z.string()),
})
export type StoreSettings = Readonly<z.output<typeof storeSettings>>

/** The same store as in the Blueprint. */
export function storeSettingsOf({ blueprint, list }: RenderStore): StoreSettings {
  const { ipAllowList, name, plan, region } = blueprint
  return {
    type: list === "services" ? "key_value" : "postgres",
    name,
    plan: apiPlan(plan),
    region: region ?? null,
    ipAllowList: ipAllowList.map(({ source }) => source),
  }
}
