import type { ItemKind, OfferChoice } from "aidep/provider"
import { optionText } from "../_shared/option-text.ts"

/** The plan of the zone that the block `platforms.cloudflare` fixes for the edge. */
export function cloudflareChoice(options: unknown, kind: ItemKind): OfferChoice | undefined {
  const plan = optionText(options, "zonePlan")
  if (plan === undefined || kind !== "edge") return undefined
  return {
    leaves: ({ id }) => id === `zone.${plan}`,
    because: `"platforms.cloudflare.zonePlan" is "${plan}".`,
  }
}
