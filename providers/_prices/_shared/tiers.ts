import type { CostLine, ItemUsage, Meter } from "aidep/provider"
import { metered, sumOf } from "./metering.ts"

/** Two prices of one meter: up to `limit` units of all items together, and above. Items share both in proportion. */
export function meteredInTwoTiers(
  items: readonly ItemUsage[],
  quantityOf: (item: ItemUsage) => number,
  tiers: { readonly limit: number; readonly below: Meter; readonly above: Meter },
): readonly CostLine[] {
  const total = sumOf(items, quantityOf)
  const share = total === 0 ? 0 : Math.min(1, tiers.limit / total)
  return [
    ...metered(items, (item) => quantityOf(item) * share, tiers.below),
    ...metered(items, (item) => quantityOf(item) * (1 - share), tiers.above),
  ]
}
