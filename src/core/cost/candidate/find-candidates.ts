import type { Demand } from "../demand/demand.ts"
import type { Offer, PriceBook } from "../price-book.ts"
import type { Candidate, Rejected } from "./candidate.ts"
import { mostInstances, neededInstances } from "./demanded-load.ts"
import { type Simulate, usageOn } from "./item-usage.ts"
import { misfit } from "./misfit.ts"

export interface FoundCandidates {
  readonly candidates: readonly Candidate[]
  readonly rejected: readonly Rejected[]
}

const nothingOfTheKind = "It has nothing of this kind."

/** Every way to run a demand on one platform, and what does not work there. */
export function findCandidates(
  demand: Demand,
  book: PriceBook,
  simulate: Simulate,
): FoundCandidates {
  const offers = book.offers.filter(({ serves }) => serves.includes(demand.kind))
  if (offers.length === 0) return reject(demand, book, { reason: nothingOfTheKind })
  const found = offers.map((offer) => candidateOn(demand, { book, offer, simulate }))
  return {
    candidates: found.flatMap(({ candidates }) => candidates),
    rejected: found.flatMap(({ rejected }) => rejected),
  }
}

interface OfferOfBook {
  readonly book: PriceBook
  readonly offer: Offer
  readonly simulate: Simulate
}

function candidateOn(demand: Demand, { book, offer, simulate }: OfferOfBook): FoundCandidates {
  const gpu = demand.gpus.find(({ type }) => type === offer.gpu)
  const reason = misfit(demand, offer, gpu) ?? tooMuchLoad(demand, offer)
  if (reason !== undefined) return reject(demand, book, { offer, reason })
  const candidate: Candidate = {
    item: demand.item,
    platform: book.platform,
    offer,
    gpu,
    hopGB: demand.hopGB,
    callers: demand.callers,
    onlyBesideCallers: undefined,
    asked: false,
    neededInstances: neededInstances(demand, gpu),
    ...usageOn(demand, { offer, gpu }, simulate),
  }
  return { candidates: [candidate], rejected: [] }
}

/** A pool whose cap is below what it needs has a queue that never ends. */
function tooMuchLoad(demand: Demand, offer: Offer): string | undefined {
  if (offer.scaling.type === "per-request" || demand.scheduled) return undefined
  const gpu = demand.gpus.find(({ type }) => type === offer.gpu)
  const needed = neededInstances(demand, gpu)
  const most = Math.max(1, mostInstances(demand, offer))
  if (needed <= most) return undefined
  const limit = most < demand.scale.max ? "the offer allows" : '"scale.max" allows'
  return `The busiest hour needs ${needed} instances, and ${limit} ${most}.`
}

function reject(
  { item }: Demand,
  { platform }: PriceBook,
  { offer, reason }: { readonly offer?: Offer; readonly reason: string },
): FoundCandidates {
  return { candidates: [], rejected: [{ item, platform, offer: offer?.id, reason }] }
}
