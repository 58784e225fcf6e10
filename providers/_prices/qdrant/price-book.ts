import type { Bill, Offer, PlatformUsage, PriceBook } from "aidep/provider"
import { metered, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { fixed } from "../_shared/sizes.ts"

const source = "https://qdrant.tech/pricing/"
const prices = pricesFrom({ source, confidence: "high" }, [
  { id: "free", name: "Free cluster", unit: "month", usd: 0, asOf: "2026-10-07" },
])
const priceOf = priceFinder(prices)

const always = { type: "always", maxInstances: 1 } as const
const offers: readonly Offer[] = [
  {
    id: "free",
    title: "Free cluster",
    serves: ["qdrant"],
    cpu: fixed(0.5),
    memoryGiB: fixed(1),
    maxStorageGiB: 4,
    scaling: always,
  },
  {
    id: "standard",
    title: "Standard cluster",
    serves: ["qdrant"],
    cpu: { min: 0.5, max: 64 },
    memoryGiB: { min: 1, max: 256 },
    scaling: always,
    terms: "The vendor has a calculator and publishes no prices.",
  },
]

function bill(usage: PlatformUsage): Bill {
  const { items } = usage
  return {
    lines: metered(
      items.filter(({ offer }) => offer === "free"),
      () => 1,
      { meter: "Free cluster", price: priceOf("free") },
    ),
    unpriced: [
      ...unknownOffers(usage, offers),
      ...items
        .filter(({ offer }) => offer === "standard")
        .map(({ item, size }) => ({
          item,
          what: `Standard cluster with ${size.memoryGiB} GB of memory`,
          why: "Qdrant publishes no prices; https://cloud.qdrant.io/calculator has one for each size.",
        })),
    ],
    refusals: [],
  }
}

const qdrant: PriceBook = {
  platform: "qdrant",
  title: "Qdrant Cloud",
  url: source,
  prices,
  plans: [{ id: "account", title: "Account" }],
  offers,
  bill,
}
export default qdrant
