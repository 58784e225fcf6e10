import type { Bill, CostLine, ItemUsage, Offer, PlatformUsage, PriceBook } from "aidep/provider"
import { metered, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { shownCount } from "../_shared/shown-count.ts"
import { fixed } from "../_shared/sizes.ts"

const source = "https://upstash.com/pricing/redis"
const prices = pricesFrom({ source, confidence: "high" }, [
  { id: "redis.free", name: "Redis Free", unit: "month", usd: 0, asOf: "2026-11-09" },
  { id: "redis.payg", name: "Commands", unit: "100,000 commands", usd: 0.2, asOf: "2026-11-09" },
  { id: "redis.payg.storage", name: "Storage", unit: "GB month", usd: 0.25, asOf: "2026-11-09" },
  { id: "redis.payg.bandwidth", name: "Egress", unit: "GB", usd: 0.03, asOf: "2026-11-09" },
  { id: "redis.fixed250", name: "Redis Fixed 250 MB", unit: "month", usd: 10, asOf: "2026-11-09" },
  { id: "redis.fixed1g", name: "Redis Fixed 1 GB", unit: "month", usd: 20, asOf: "2026-09-20" },
])
const priceOf = priceFinder(prices)

const always = { type: "always", maxInstances: 1 } as const
const offers: readonly Offer[] = [
  {
    id: "redis.free",
    title: "Redis Free",
    serves: ["redis"],
    cpu: fixed(0),
    memoryGiB: { min: 0, max: 0.25 },
    maxStorageGiB: 0.25,
    scaling: always,
  },
  {
    id: "redis.payg",
    title: "Redis, pay as you go",
    serves: ["redis"],
    cpu: fixed(0),
    memoryGiB: { min: 0, max: 100 },
    scaling: always,
  },
  {
    id: "redis.fixed250",
    title: "Redis Fixed 250 MB",
    serves: ["redis"],
    cpu: fixed(0),
    memoryGiB: { min: 0, max: 0.25 },
    maxStorageGiB: 0.25,
    scaling: always,
  },
  {
    id: "redis.fixed1g",
    title: "Redis Fixed 1 GB",
    serves: ["redis"],
    cpu: fixed(0),
    memoryGiB: { min: 0, max: 1 },
    maxStorageGiB: 1,
    scaling: always,
  },
]

const free = { commands: 500_000, egressGB: 10 } as const
const payAsYouGo = { storageGB: 1, egressGB: 200 } as const
const fixed250EgressGB = 50

/** Each database for itself: allowances are a database's and not the account's. */
function bill(usage: PlatformUsage): Bill {
  const { items } = usage
  return {
    lines: items.flatMap(databaseLines),
    unpriced: unknownOffers(usage, offers),
    refusals: items.flatMap(refusals),
  }
}

function databaseLines(item: ItemUsage): readonly CostLine[] {
  const monthly = (["redis.free", "redis.fixed250", "redis.fixed1g"] as const).find(
    (id) => id === item.offer,
  )
  if (monthly !== undefined) {
    return metered([item], () => 1, { meter: priceOf(monthly).name, price: priceOf(monthly) })
  }
  if (item.offer !== "redis.payg") return []
  return [
    ...metered([item], ({ operations }) => operations / 100_000, {
      meter: "Commands",
      price: priceOf("redis.payg"),
    }),
    ...metered([item], ({ storageGiB }) => storageGiB, {
      meter: "Storage",
      price: priceOf("redis.payg.storage"),
      included: payAsYouGo.storageGB,
    }),
    ...metered([item], ({ egressGB }) => egressGB, {
      meter: "Egress",
      price: priceOf("redis.payg.bandwidth"),
      included: payAsYouGo.egressGB,
    }),
  ]
}

function refusals({ item, offer, operations, egressGB }: ItemUsage): readonly string[] {
  if (offer === "redis.free" && operations > free.commands) {
    return [
      `Redis Free has ${shownCount(free.commands)} commands a month, and "${item}" runs ${shownCount(operations)}.`,
    ]
  }
  const most = { "redis.free": free.egressGB, "redis.fixed250": fixed250EgressGB }
  const limit = offer === "redis.free" || offer === "redis.fixed250" ? most[offer] : Infinity
  return egressGB > limit
    ? [
        `This database has ${limit} GB of traffic a month, and "${item}" sends ${shownCount(egressGB)} GB.`,
      ]
    : []
}

const upstash: PriceBook = {
  platform: "upstash",
  title: "Upstash",
  url: source,
  prices,
  plans: [{ id: "account", title: "Account" }],
  offers,
  bill,
}
export default upstash
