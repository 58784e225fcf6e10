import { type Bill, feeLine, type Offer, type PlatformUsage, type PriceBook } from "aidep/provider"
import { unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { fixed } from "../_shared/sizes.ts"

const source = "https://www.netlify.com/pricing/"
const prices = pricesFrom({ source, confidence: "medium" }, [
  { id: "plan.free", name: "Free", unit: "month", usd: 0, asOf: "2026-08-27" },
  { id: "plan.personal", name: "Personal", unit: "month", usd: 9, asOf: "2026-08-27" },
  { id: "plan.pro", name: "Pro", unit: "month", usd: 20, asOf: "2026-08-27" },
])
const priceOf = priceFinder(prices)

const offers: readonly Offer[] = [
  {
    id: "static",
    title: "Static site",
    serves: ["static"],
    cpu: fixed(0),
    memoryGiB: fixed(0),
    scaling: { type: "always", maxInstances: 1 },
  },
]

const plans = [
  { id: "free", title: "Free", price: "plan.free", credits: 300 },
  { id: "personal", title: "Personal", price: "plan.personal", credits: 1000 },
  { id: "pro", title: "Pro", price: "plan.pro", credits: 3000 },
] as const

/** A fee with credits, which deploys, traffic and requests use up; how many each takes is not in the price book. */
function bill(usage: PlatformUsage): Bill {
  const plan = plans.find(({ id }) => id === usage.plan) ?? plans[0]
  return {
    lines: [feeLine(priceOf(plan.price))],
    unpriced: [
      ...unknownOffers(usage, offers),
      {
        item: undefined,
        what: `Use of credits, of which the plan has ${plan.credits}`,
        why: "The price book does not know how many a deploy or a GB takes.",
      },
    ],
    refusals: [],
  }
}

const netlify: PriceBook = {
  platform: "netlify",
  title: "Netlify",
  url: source,
  prices,
  plans: plans.map(({ id, title }) => ({ id, title })),
  offers,
  bill,
}
export default netlify
