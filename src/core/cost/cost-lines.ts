import type { CostLine } from "./bill.ts"
import type { PriceEntry } from "./price-book.ts"
import { addUsd, mapUsd, timesUsd, usd } from "./usd.ts"

/** A quantity of one item. */
export interface ItemQuantity {
  readonly item: string
  readonly quantity: number
}

/** What a meter counts and what the account has of it for nothing. */
export interface Meter {
  readonly meter: string
  readonly price: PriceEntry
  /** Units of the price that all items together have included; 0 when left out. */
  readonly included?: number
  /** On the unit price, such as that of a region; 1 when left out. */
  readonly factor?: number
  readonly note?: string
}

/** One line an item; what is included is spread over the items in proportion to what they use. */
export function usageLines(
  quantities: readonly ItemQuantity[],
  { meter, price, included = 0, factor = 1, note }: Meter,
): readonly CostLine[] {
  const used = quantities.filter(({ quantity }) => quantity > 0)
  const total = used.reduce((sum, { quantity }) => sum + quantity, 0)
  const share = total === 0 ? 0 : Math.min(1, included / total)
  const unitPrice = timesUsd(price.usd, factor)
  return used.map(({ item, quantity }) => ({
    type: "usage",
    item,
    meter,
    quantity,
    included: quantity * share,
    unit: price.unit,
    unitPrice,
    amount: timesUsd(unitPrice, quantity * (1 - share)),
    prices: [price.id],
    ...(note === undefined ? {} : { note }),
  }))
}

/** A fee of the whole account. */
export function feeLine(price: PriceEntry, note?: string): CostLine {
  return {
    type: "fee",
    item: undefined,
    meter: price.name,
    quantity: 1,
    included: 0,
    unit: price.unit,
    unitPrice: price.usd,
    amount: price.usd,
    prices: [price.id],
    ...(note === undefined ? {} : { note }),
  }
}

export interface Credit {
  readonly meter: string
  /** US dollars a month. */
  readonly credit: number
  readonly prices?: readonly string[]
  readonly note?: string
}

/** Money of the plan that pays for the lines first: never more than they come to. */
export function creditLine(
  lines: readonly CostLine[],
  { meter, credit, prices = [], note }: Credit,
): CostLine {
  const due = addUsd(...lines.map(({ amount }) => amount))
  return {
    type: "credit",
    item: undefined,
    meter,
    quantity: 1,
    included: 0,
    unit: "month",
    unitPrice: usd(-credit),
    amount: mapUsd(due, (value) => -Math.min(credit, Math.max(0, value))),
    prices,
    ...(note === undefined ? {} : { note }),
  }
}
