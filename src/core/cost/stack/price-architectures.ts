import type { Architecture, ArchitecturePlace } from "../architecture.ts"
import type { Demand } from "../demand/demand.ts"
import type { PriceBook } from "../price-book.ts"
import { rememberBills } from "./bill-memo.ts"
import type { Combination } from "./combination.ts"
import { findCombinations } from "./find-combinations.ts"
import type { Rejected } from "../candidate/candidate.ts"
import { type Market, noBook, priceDemand } from "./price-demand.ts"

export interface PricedArchitecture {
  readonly architecture: Architecture
  /** Without the parts that are missing; undefined when all are. */
  readonly combination: Combination | undefined
  /** Parts that it has no place for, or none that fits, with the reason. */
  readonly missing: readonly { readonly item: string; readonly reason: string }[]
}

/** What a stack costs in each architecture, at its cheapest there. */
export function priceArchitectures(
  demands: readonly Demand[],
  architectures: readonly Architecture[],
  market: Omit<Market, "scope" | "options" | "asked">,
): readonly PricedArchitecture[] {
  const bill = rememberBills(new Map(market.books.map((book) => [book.platform, book])))
  return architectures.map((architecture) => {
    const parts = demands.map((demand) => {
      const places = architecture.places[demand.kind] ?? []
      const books = market.books.flatMap((book) => offeredAt(book, places))
      return priceDemand(demand, { ...market, ...asNamed, books, scope: "all" }, bill)
    })
    const placed = parts.filter(({ priced }) => priced.length > 0)
    const choices = placed.map(({ priced }) => priced.map(({ candidate }) => candidate))
    const [combination] = findCombinations(choices, bill, { count: 1 }).combinations
    return {
      architecture,
      combination: placed.length === 0 ? undefined : combination,
      missing: parts
        .filter(({ priced }) => priced.length === 0)
        .map(({ demand, rejected }) => ({
          item: demand.item,
          reason: reasonOf(rejected),
        })),
    }
  })
}

/** An architecture has its own offers, whatever the manifest chooses. */
const asNamed = { options: () => ({}), asked: new Map<string, string>() } as const

function reasonOf(rejected: readonly Rejected[]): string {
  const own = rejected.filter(({ reason }) => reason !== noBook)
  return own.at(-1)?.reason ?? noPlace
}

const noPlace = "The architecture has no place for it."

/** The book with the offers of an architecture only; none where it is not part of it. */
function offeredAt(book: PriceBook, places: readonly ArchitecturePlace[]): readonly PriceBook[] {
  const place = places.find(({ platform }) => platform === book.platform)
  if (place === undefined) return []
  const wanted = place.offers
  const offers = book.offers.filter(
    ({ id }) =>
      wanted === undefined ||
      wanted.some((name) => (name.endsWith(".") ? id.startsWith(name) : id === name)),
  )
  return [{ ...book, offers }]
}
