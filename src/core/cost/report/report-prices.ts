import type { Confidence, PriceBook, PriceEntry } from "../price-book.ts"
import type { ReportedPrice } from "./cost-report.ts"
import { ageInDays, priceState } from "./price-age.ts"

/** Prices by platform and id. */
export type PriceIndex = ReadonlyMap<string, PriceEntry>

export function indexPrices(books: readonly PriceBook[]): PriceIndex {
  return new Map(
    books.flatMap(({ platform, prices }) =>
      prices.map((price) => [priceKey(platform, price.id), price] as const),
    ),
  )
}

export function priceKey(platform: string, id: string): string {
  return `${platform} ${id}`
}

export function reportedPrice(
  platform: string,
  { id, name, unit, usd, source, asOf, confidence, note }: PriceEntry,
  today: string,
): ReportedPrice {
  const age = ageInDays(asOf, today)
  return {
    platform,
    id,
    name,
    unit,
    usd,
    source,
    asOf: asOf ?? null,
    ageDays: age ?? null,
    confidence,
    state: priceState(age),
    note: note ?? null,
  }
}

const confidences = ["high", "medium", "low", "unverified"] as const satisfies Confidence[]

/** A sum is no surer than the least sure of its prices. */
export function leastConfidence(prices: readonly Pick<PriceEntry, "confidence">[]): Confidence {
  const worst = Math.max(0, ...prices.map(({ confidence }) => confidences.indexOf(confidence)))
  return confidences[worst] ?? "unverified"
}
