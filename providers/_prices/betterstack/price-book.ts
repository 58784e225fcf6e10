import { type Bill, feeLine, type Offer, type PlatformUsage, type PriceBook } from "aidep/provider"
import { sumOf, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { shownCount } from "../_shared/shown-count.ts"
import { fixed } from "../_shared/sizes.ts"

const source = "https://betterstack.com/pricing"
const prices = pricesFrom({ source, confidence: "low" }, [
  { id: "free", name: "Free", unit: "month", usd: 0, asOf: "2026-09-01" },
  { id: "nano", name: "Nano", unit: "month", usd: 45, asOf: "2026-09-01" },
])
const priceOf = priceFinder(prices)

const offers: readonly Offer[] = [
  {
    id: "logs",
    title: "Logs",
    serves: ["logs"],
    cpu: fixed(0),
    memoryGiB: fixed(0),
    scaling: { type: "always", maxInstances: 1 },
  },
]

const freeLogsGB = 3

/** `storageGiB` are the GB of logs of a month. */
function bill(usage: PlatformUsage): Bill {
  const logsGB = sumOf(usage.items, ({ storageGiB }) => storageGiB)
  const unpriced = unknownOffers(usage, offers)
  if (usage.plan === "nano") {
    const limit = {
      item: undefined,
      what: "Logs over what Nano has included",
      why: "The price book does not know how much that is.",
    }
    return { lines: [feeLine(priceOf("nano"))], unpriced: [...unpriced, limit], refusals: [] }
  }
  return {
    lines: [feeLine(priceOf("free"))],
    unpriced,
    refusals:
      logsGB > freeLogsGB
        ? [`Free has ${freeLogsGB} GB of logs a month, and this is ${shownCount(logsGB)}.`]
        : [],
  }
}

const betterstack: PriceBook = {
  platform: "betterstack",
  title: "Better Stack",
  url: source,
  prices,
  plans: [
    { id: "free", title: "Free", terms: "Logs are kept for 3 days." },
    { id: "nano", title: "Nano" },
  ],
  offers,
  bill,
}
export default betterstack
