import { type Bill, feeLine, type Offer, type PlatformUsage, type PriceBook } from "aidep/provider"
import { metered, sumOf, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { shownCount } from "../_shared/shown-count.ts"
import { fixed } from "../_shared/sizes.ts"

const source = "https://sentry.io/pricing/"
const prices = [
  ...pricesFrom({ source, confidence: "high" }, [
    { id: "developer", name: "Developer", unit: "month", usd: 0, asOf: "2026-09-20" },
    {
      id: "team",
      name: "Team",
      unit: "month",
      usd: 26,
      asOf: "2026-09-20",
      note: "Billed yearly.",
    },
    { id: "team.error", name: "Errors", unit: "error", usd: 0.0003625, asOf: "2026-09-20" },
  ]),
  ...pricesFrom({ source, confidence: "medium" }, [
    {
      id: "business",
      name: "Business",
      unit: "month",
      usd: 80,
      asOf: "2026-05-04",
      note: "Billed yearly.",
    },
  ]),
]
const priceOf = priceFinder(prices)

const offers: readonly Offer[] = [
  {
    id: "errors",
    title: "Error tracking",
    serves: ["errors"],
    cpu: fixed(0),
    memoryGiB: fixed(0),
    scaling: { type: "always", maxInstances: 1 },
  },
]

const included = { developer: 5000, team: 50_000, business: 50_000 } as const
/** Above this the price of an error is another one. */
const pricedUpTo = 100_000

/** The fee with its errors; Team has a price for more of them, up to 100,000. `operations` are errors. */
function bill(usage: PlatformUsage): Bill {
  const { items } = usage
  const errors = sumOf(items, ({ operations }) => operations)
  const unpriced = unknownOffers(usage, offers)
  if (usage.plan === "team") {
    return {
      lines: [
        feeLine(priceOf("team")),
        ...metered(items, ({ operations }) => operations, {
          meter: "Errors",
          price: priceOf("team.error"),
          included: included.team,
        }),
      ],
      unpriced: [...unpriced, ...(errors > pricedUpTo ? [unknownPrice(pricedUpTo)] : [])],
      refusals: [],
    }
  }
  if (usage.plan === "business") {
    return {
      lines: [feeLine(priceOf("business"))],
      unpriced: [
        ...unpriced,
        ...(errors > included.business ? [unknownPrice(included.business)] : []),
      ],
      refusals: [],
    }
  }
  return {
    lines: [feeLine(priceOf("developer"))],
    unpriced,
    refusals:
      errors > included.developer
        ? [
            `Developer has ${shownCount(included.developer)} errors a month, and this is ${shownCount(errors)}.`,
          ]
        : [],
  }
}

function unknownPrice(from: number): Bill["unpriced"][number] {
  return {
    item: undefined,
    what: `Errors over ${shownCount(from)}`,
    why: "The price book has no price for them.",
  }
}

const sentry: PriceBook = {
  platform: "sentry",
  title: "Sentry",
  url: source,
  prices,
  plans: [
    { id: "developer", title: "Developer", terms: "One user." },
    { id: "team", title: "Team" },
    { id: "business", title: "Business" },
  ],
  offers,
  bill,
}
export default sentry
