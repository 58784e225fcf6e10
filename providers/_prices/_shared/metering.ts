import {
  type CostLine,
  type ItemUsage,
  type Meter,
  type PlatformUsage,
  type Unpriced,
  usageLines,
} from "aidep/provider"

/** Lines of a meter that counts one quantity of each item. */
export function metered(
  items: readonly ItemUsage[],
  quantityOf: (item: ItemUsage) => number,
  meter: Meter,
): readonly CostLine[] {
  return usageLines(
    items.map((item) => ({ item: item.item, quantity: quantityOf(item) })),
    meter,
  )
}

/** Items on an offer that the book does not have: nothing of them can be priced. */
export function unknownOffers(
  { items }: PlatformUsage,
  offers: readonly { readonly id: string }[],
): readonly Unpriced[] {
  return items
    .filter(({ offer }) => !offers.some(({ id }) => id === offer))
    .map(({ item, offer }) => ({
      item,
      what: `"${offer}"`,
      why: "The price book has no such offer.",
    }))
}

export function sumOf(
  items: readonly ItemUsage[],
  quantityOf: (item: ItemUsage) => number,
): number {
  return items.reduce((sum, item) => sum + quantityOf(item), 0)
}

/** Hours in which instances of the item are billed. */
export function billedHours({ seconds }: ItemUsage): number {
  return seconds.billed / 3600
}
