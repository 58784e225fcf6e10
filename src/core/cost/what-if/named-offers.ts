import type { Candidate } from "../candidate/candidate.ts"
import type { Offer, PriceBook } from "../price-book.ts"
import { addUsd, middleOf } from "../usd.ts"
import type { PricedStack, TitledChange } from "./what-if.ts"

/**
 * The cheapest model of each vendor that is paid by token, in place of a model of one's own. Whether that saves
 * something depends on how busy the GPU is. None where nobody said how many tokens a request has.
 */
export function hostedModels(
  { item, offer, gpu, usage }: Candidate,
  books: readonly PriceBook[],
): readonly TitledChange[] {
  const { input, output } = usage.tokens
  if (usage.kind !== "inference" || offer.model !== undefined || input + output === 0) return []
  const own = gpu === undefined ? offer.title : gpu.type
  return books.flatMap((book) => {
    const cheapest = cheapestModel(book, usage)
    if (cheapest === undefined) return []
    const text = `${item}.model=${book.platform}:${cheapest.model}`
    return [
      {
        text,
        title: `Call ${cheapest.offer.title} of ${book.title}, paid by token, instead of running "${item}" on ${own}; its answers and its speed are not the same.`,
        workload: {},
        services: [{ service: item, target: book.platform, offer: cheapest.model }],
      },
    ]
  })
}

function cheapestModel({ offers, plans, bill }: PriceBook, usage: Candidate["usage"]) {
  const [plan] = plans
  if (plan === undefined) return undefined
  const models = offers.flatMap((offer) => {
    const { id, model, serves } = offer
    if (model === undefined || !serves.includes(usage.kind)) return []
    const { lines } = bill({ plan: plan.id, items: [{ ...usage, offer: id }] })
    const due = middleOf(addUsd(...lines.map(({ amount }) => amount)))
    return lines.length === 0 ? [] : [{ offer, model, due }]
  })
  return models.toSorted((a, b) => a.due - b.due)[0]
}

/** Offers on the same platform whose terms have to be accepted, such as a free plan that sleeps. */
export function offersWithTerms(
  { item, platform, offer, usage }: Candidate,
  { project }: PricedStack,
  books: readonly PriceBook[],
): readonly TitledChange[] {
  const warm = project.services.find(({ name }) => name === item)?.scale.min ?? 0
  const book = books.find((each) => each.platform === platform)
  if (book === undefined) return []
  return book.offers
    .filter(
      ({ id, serves, needsConsent }) =>
        needsConsent === true && serves.includes(usage.kind) && id !== offer.id,
    )
    .map((other) => {
      const asleep = fallsAsleep(other) && warm > 0
      return {
        text: `${item}.offer=${platform}:${other.id}${asleep ? `,${item}.min=0` : ""}`,
        title: `Run "${item}" on "${other.title}" of ${book.title}. ${other.terms ?? ""}`.trim(),
        workload: {},
        services: [
          { service: item, target: platform, offer: other.id },
          ...(asleep ? [{ service: item, scale: { min: 0 } }] : []),
        ],
      }
    })
}

function fallsAsleep({ scaling }: Offer): boolean {
  return scaling.type === "on-demand" && scaling.maxWarm === 0
}
