/** A page of a vendor that a machine can read. */
export interface PricePage {
  readonly url: string
  readonly title: string
  /** Ids of the book's prices that the page has. */
  readonly ids: readonly string[]
  /** Everything that the page has a price for; empty for a text that is not this page. Never throws. */
  readonly read: (text: string) => readonly PagePrice[]
}

export interface PagePrice {
  /** Id of the book's price, or the page's own words where the book has none. */
  readonly id: string
  /** US dollars, for one unit of the book. */
  readonly usd: number
}
