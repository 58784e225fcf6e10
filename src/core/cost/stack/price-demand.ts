import type { Candidate, Rejected } from "../candidate/candidate.ts"
import { findCandidates, type FoundCandidates } from "../candidate/find-candidates.ts"
import type { Simulate } from "../candidate/item-usage.ts"
import { external } from "../../project/placement.ts"
import type { Demand } from "../demand/demand.ts"
import type { PriceBook } from "../price-book.ts"
import { middleOf } from "../usd.ts"
import type { BillGroup } from "./bill-memo.ts"
import { type OfferScope, openOffers } from "./open-offers.ts"
import type { PlatformBill } from "./platform-bill.ts"

export interface PricedCandidate {
  readonly candidate: Candidate
  /** Its bill on an account of its own. */
  readonly alone: PlatformBill
}

export interface PricedDemand {
  readonly demand: Demand
  /** Cheapest first. */
  readonly priced: readonly PricedCandidate[]
  readonly rejected: readonly Rejected[]
}

export interface Market extends OfferScope {
  readonly books: readonly PriceBook[]
  readonly simulate: Simulate
  /** `placed`: where the manifest puts a part. `listed`: any target it allows. `all`: whatever could carry it. */
  readonly scope: "placed" | "listed" | "all"
  /** What a platform says to a part that would be deployed there; undefined: nothing, or nobody deploys there. */
  readonly refusal: (item: string, platform: string) => Refusal | undefined
}

export interface Refusal {
  /** A sentence. */
  readonly reason: string
  /** True where it is about callers on other platforms, and would be gone were they on this one. */
  readonly besideCallers: boolean
}

/** Prices one part everywhere it may go, and says what does not work. */
export function priceDemand(demand: Demand, market: Market, bill: BillGroup): PricedDemand {
  const found = allowedBooks(demand, market).map((book) => findOn(demand, book, market))
  const tried = found
    .flatMap(({ candidates }) => candidates)
    .map((candidate) => ({ candidate, billing: bill([candidate]) }))
  const billed = tried
    .flatMap(({ candidate, billing }) =>
      billing.status === "billed" ? [{ candidate, alone: billing.bill }] : [],
    )
    .toSorted((a, b) => middleOf(a.alone.total) - middleOf(b.alone.total))
  const refused = tried.flatMap(({ candidate, billing }): readonly Rejected[] => {
    if (billing.status === "billed") return []
    const reasons = billing.refusedPlans.flatMap((plan) => plan.reasons)
    return [rejection(candidate, [...new Set(reasons)].join(" "))]
  })
  const { kept, dearer } = withoutDearer(billed)
  return {
    demand,
    priced: kept,
    rejected: [
      ...withoutBook(demand, market.books),
      ...found.flatMap(({ rejected }) => rejected),
      ...refused,
      ...dearer,
    ],
  }
}

/** Candidates on one platform, if it takes the part; a hosted model is called, and nothing is deployed for it. */
function findOn(demand: Demand, book: PriceBook, market: Market): FoundCandidates {
  const { item } = demand
  const refusal = market.refusal(item, book.platform)
  const refused = refusal !== undefined && !refusal.besideCallers
  const { offers, asked, rejected } = openOffers(demand, book, market)
  const open = refused
    ? offers.filter(({ model }) => model !== undefined && demand.tokens !== undefined)
    : offers
  const refusals = refused
    ? [{ item, platform: book.platform, offer: undefined, reason: refusal.reason }]
    : []
  const before = [...refusals, ...rejected]
  if (open.length === 0 && before.length > 0) return { candidates: [], rejected: before }
  const found = findCandidates(demand, { ...book, offers: open }, market.simulate)
  const onlyBesideCallers = refused ? undefined : refusal?.reason
  return {
    candidates: found.candidates.map((candidate) => ({ ...candidate, onlyBesideCallers, asked })),
    rejected: [...before, ...found.rejected],
  }
}

function allowedBooks({ placement }: Demand, { books, scope }: Market): readonly PriceBook[] {
  const { targets, platform } = placement
  switch (scope) {
    case "placed":
      return books.filter((book) => book.platform === platform)
    case "listed":
      return books.filter((book) => [platform, ...targets].includes(book.platform))
    case "all":
      return books
  }
}

function rejection({ item, platform, offer }: Candidate, reason: string): Rejected {
  return { item, platform, offer: offer.id, reason }
}

/** Of offers that do the same on one platform, the cheapest; the order is cheapest first. */
function withoutDearer(billed: readonly PricedCandidate[]) {
  const cheapest = new Map<string, Candidate>()
  const kept: PricedCandidate[] = []
  const dearer: Rejected[] = []
  for (const priced of billed) {
    const { candidate } = priced
    const key = whatItDoes(candidate)
    const before = cheapest.get(key)
    if (before === undefined) kept.push(priced)
    else dearer.push(rejection(candidate, `"${before.offer.title}" carries it for no more.`))
    cheapest.set(key, before ?? candidate)
  }
  return { kept, dearer }
}

/** Platform, GPU, and whether it sleeps, is paid by request, may be taken away or has terms to accept. */
function whatItDoes({ platform, gpu, offer, usage }: Candidate): string {
  const running = usage.warmInstances > 0 ? "always" : offer.scaling.type
  const { interruptible = false, needsConsent = false, model } = offer
  return [platform, gpu?.type, running, interruptible, needsConsent, model].join(" ")
}

function withoutBook(
  { item, placement }: Demand,
  books: readonly PriceBook[],
): readonly Rejected[] {
  const known = new Set(books.map(({ platform }) => platform))
  return placement.targets
    .filter((target) => !known.has(target) && target !== external)
    .map((platform) => ({
      item,
      platform,
      offer: undefined,
      reason: noBook,
    }))
}

/** The reason where nobody wrote down prices. */
export const noBook = "There is no price book: what runs there costs what its machine costs."
