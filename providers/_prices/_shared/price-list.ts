import { type Confidence, type PriceEntry, usd, type Usd } from "aidep/provider"

/** An entry that keeps its id as a literal type, so that a rule can ask only for prices that are there. */
export interface Price<Id extends string> extends PriceEntry {
  readonly id: Id
}

/** Where prices were read, and how far to trust them. */
export interface Origin {
  readonly source: string
  readonly confidence: Confidence
}

export interface PriceRow<Id extends string> {
  readonly id: Id
  readonly name: string
  readonly unit: string
  /** US dollars a unit; both ends where sources disagree. */
  readonly usd: number | Usd
  /** Undefined where nobody knows the day. */
  readonly asOf: string | undefined
  readonly note?: string
}

/** Prices of one page. */
export function pricesFrom<const Id extends string>(
  origin: Origin,
  rows: readonly PriceRow<Id>[],
): readonly Price<Id>[] {
  return rows.map((row) => ({
    ...row,
    ...origin,
    usd: typeof row.usd === "number" ? usd(row.usd) : row.usd,
  }))
}

/** Looks prices up by id. The types leave no id that is not there. */
export function priceFinder<Id extends string>(
  prices: readonly Price<Id>[],
): (id: Id) => PriceEntry {
  const byId = new Map<string, PriceEntry>(prices.map((price) => [price.id, price]))
  return (id) => {
    const price = byId.get(id)
    if (price === undefined) throw new Error(`No price has the id "${id}".`)
    return price
  }
}
