import { nearest } from "../../manifest/nearest.ts"
import type { Rejected } from "../candidate/candidate.ts"
import type { Demand } from "../demand/demand.ts"
import type { Offer, PriceBook } from "../price-book.ts"

export interface OfferScope {
  /** A platform's options for a part, as the manifest writes them. */
  readonly options: (item: string, platform: string) => unknown
  /** Names of offers or of hosted models that a change asks for, by part. */
  readonly asked: ReadonlyMap<string, string>
}

/** Offers of a platform that a part may have. */
export interface OpenOffers {
  readonly offers: readonly Offer[]
  /** They were asked for by name. */
  readonly asked: boolean
  readonly rejected: readonly Rejected[]
}

/** The offers that a change asks for, else those that the manifest's options leave, else all. */
export function openOffers(
  demand: Demand,
  book: PriceBook,
  { options, asked }: OfferScope,
): OpenOffers {
  const { item, kind } = demand
  const { platform } = book
  const able = book.offers.filter(({ serves }) => serves.includes(kind))
  const name = asked.get(item)
  if (name !== undefined) return named(demand, { ...book, offers: able }, name)
  const choice = book.choiceOf?.(options(item, platform), kind)
  if (choice === undefined) return { offers: able, asked: false, rejected: [] }
  const { leaves, because } = choice
  return {
    offers: able.filter(leaves),
    asked: true,
    rejected: able
      .filter((offer) => !leaves(offer))
      .map(({ id: offer }) => ({ item, platform, offer, reason: because })),
  }
}

function named(
  { item }: Demand,
  { platform, offers }: Pick<PriceBook, "platform" | "offers">,
  name: string,
): OpenOffers {
  const meant = offers.filter(({ id, model }) => id === name || model === name)
  if (meant.length > 0) return { offers: meant, asked: true, rejected: [] }
  const near = nearest(
    name,
    offers.map(({ id, model }) => model ?? id),
  )
  const hint = near === undefined ? "" : ` The nearest is "${near}".`
  const reason = `It has no "${name}" for it.${hint}`
  return { offers: [], asked: true, rejected: [{ item, platform, offer: undefined, reason }] }
}
