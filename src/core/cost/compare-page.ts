import type { PriceBook, PriceEntry } from "./price-book.ts"
import type { PagePrice, PricePage } from "./price-page.ts"

/** How a page differs from a book. */
export interface PageComparison {
  readonly changed: readonly { readonly price: PriceEntry; readonly usd: number }[]
  readonly same: readonly PriceEntry[]
  /** In the book, and expected on the page, but not found there. */
  readonly missing: readonly PriceEntry[]
  /** On the page only. */
  readonly additional: readonly PagePrice[]
}

/** Vendors round what they print: this share of a price is no change. */
const rounding = 0.001

/** The book's prices that the page is about, and what the page has beyond them. */
export function comparePage(
  { prices }: Pick<PriceBook, "prices">,
  page: PricePage,
  text: string,
): PageComparison {
  const read = page.read(text)
  const found = new Map(read.map(({ id, usd }) => [id, usd]))
  const about = prices.filter(({ id }) => page.ids.includes(id))
  const pairs = about.flatMap((price) => {
    const usd = found.get(price.id)
    return usd === undefined ? [] : [{ price, usd }]
  })
  return {
    changed: pairs.filter(({ price, usd }) => !agrees(price, usd)),
    same: pairs.filter(({ price, usd }) => agrees(price, usd)).map(({ price }) => price),
    missing: about.filter(({ id }) => !found.has(id)),
    additional: read.filter(({ id }) => !page.ids.includes(id)),
  }
}

/** A price that is a range agrees with every amount in it. */
function agrees({ usd: { low, high } }: PriceEntry, usd: number): boolean {
  const slack = Math.abs(high) * rounding
  return usd >= low - slack && usd <= high + slack
}
