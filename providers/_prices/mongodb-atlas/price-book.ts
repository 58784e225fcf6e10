import {
  type Bill,
  type CostLine,
  type ItemUsage,
  monthSeconds,
  type Offer,
  type PlatformUsage,
  type PriceBook,
} from "aidep/provider"
import { billedHours, metered, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { fixed } from "../_shared/sizes.ts"

const source = "https://www.mongodb.com/pricing"
const prices = pricesFrom({ source, confidence: "high" }, [
  { id: "free", name: "Free cluster", unit: "month", usd: 0, asOf: "2026-09-20" },
  { id: "flex", name: "Flex cluster", unit: "hour", usd: 0.011, asOf: "2026-09-20" },
  {
    id: "m10",
    name: "M10 cluster",
    unit: "hour",
    usd: { low: 56.94 / 730, high: 0.08 },
    asOf: "2026-09-20",
    note: "The page has $0.08 an hour and $56.94 a month, which is $0.078 an hour.",
  },
])
const priceOf = priceFinder(prices)

const always = { type: "always", maxInstances: 1 } as const
const offers: readonly Offer[] = [
  {
    id: "free",
    title: "Free cluster",
    serves: ["mongodb"],
    cpu: { min: 0, max: 2 },
    memoryGiB: { min: 0, max: 0.5 },
    maxStorageGiB: 0.5,
    scaling: always,
  },
  {
    id: "flex",
    title: "Flex cluster",
    serves: ["mongodb"],
    cpu: { min: 0, max: 2 },
    memoryGiB: { min: 0, max: 1 },
    maxStorageGiB: 5,
    scaling: always,
  },
  {
    id: "m10",
    title: "M10 cluster",
    serves: ["mongodb"],
    cpu: fixed(2),
    memoryGiB: fixed(2),
    maxStorageGiB: 10,
    scaling: always,
  },
]

/** US dollars a month: the most that a Flex cluster costs, however busy. */
const capOfFlex = 30

function bill(usage: PlatformUsage): Bill {
  return {
    lines: usage.items.flatMap(clusterLines),
    unpriced: unknownOffers(usage, offers),
    refusals: [],
  }
}

function clusterLines(item: ItemUsage): readonly CostLine[] {
  if (item.offer === "free") {
    return metered([item], () => 1, { meter: "Free cluster", price: priceOf("free") })
  }
  if (item.offer === "m10") {
    return metered([item], billedHours, { meter: "M10 cluster", price: priceOf("m10") })
  }
  if (item.offer !== "flex") return []
  return metered([item], billedHours, {
    meter: "Flex cluster",
    price: priceOf("flex"),
    note: `The base price at the low end; with its load it rises to $${capOfFlex} at most.`,
  }).map((line) => ({
    ...line,
    amount: { low: line.amount.low, high: (capOfFlex * item.seconds.billed) / monthSeconds },
  }))
}

const mongodbAtlas: PriceBook = {
  platform: "mongodb-atlas",
  title: "MongoDB Atlas",
  url: source,
  prices,
  plans: [{ id: "account", title: "Account" }],
  offers,
  bill,
}
export default mongodbAtlas
