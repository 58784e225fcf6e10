import type { Bill, Offer, PlatformUsage, PriceBook } from "aidep/provider"
import { metered, sumOf, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { shownCount } from "../_shared/shown-count.ts"
import { fixed } from "../_shared/sizes.ts"

const source = "https://github.com/pricing"
const prices = pricesFrom({ source, confidence: "unverified" }, [
  { id: "actions.free", name: "Included minutes", unit: "minute", usd: 0, asOf: undefined },
])
const priceOf = priceFinder(prices)

const offers: readonly Offer[] = [
  {
    id: "actions",
    title: "Actions",
    serves: ["pipeline"],
    cpu: fixed(0),
    memoryGiB: fixed(0),
    scaling: { type: "always", maxInstances: 1 },
    terms: "For private repositories; public ones have all minutes free.",
  },
]

const freeMinutes = 2000

function bill(usage: PlatformUsage): Bill {
  const minutes = sumOf(usage.items, ({ buildMinutes }) => buildMinutes)
  return {
    lines: metered(usage.items, ({ buildMinutes }) => Math.min(buildMinutes, freeMinutes), {
      meter: "Included minutes",
      price: priceOf("actions.free"),
    }),
    unpriced: [
      ...unknownOffers(usage, offers),
      ...(minutes > freeMinutes
        ? [
            {
              item: undefined,
              what: `${shownCount(minutes - freeMinutes)} minutes of Actions over ${shownCount(freeMinutes)}`,
              why: "The price book has no price for them.",
            },
          ]
        : []),
    ],
    refusals: [],
  }
}

const github: PriceBook = {
  platform: "github",
  title: "GitHub",
  url: source,
  prices,
  plans: [{ id: "free", title: "Free" }],
  offers,
  bill,
}
export default github
