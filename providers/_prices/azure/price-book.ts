import type { Bill, ItemUsage, Offer, PlatformUsage, PriceBook } from "aidep/provider"
import { billedHours, metered, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { perRun } from "../_shared/sizes.ts"
import { azurePages } from "./pages.ts"

/** eastus. */
const prices = pricesFrom(
  { source: "https://prices.azure.com/api/retail/prices", confidence: "high" },
  [
    {
      id: "aci.vcpu",
      name: "Container processor",
      unit: "vCPU hour",
      usd: 0.0405,
      asOf: "2026-10-09",
    },
    { id: "aci.gb", name: "Container memory", unit: "GB hour", usd: 0.00445, asOf: "2026-10-09" },
  ],
)
const priceOf = priceFinder(prices)

/** https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits. */
const size = { cpu: { min: 0.1, max: 4 }, memoryGiB: { min: 0.1, max: 16 } } as const

const offers: readonly Offer[] = [
  {
    id: "aci",
    title: "Container Instances",
    serves: ["web", "worker", "inference"],
    ...size,
    scaling: { type: "always" },
  },
  {
    id: "aci.job",
    title: "Container Instances, one for each run",
    serves: ["job"],
    ...size,
    scaling: perRun(1, 30),
  },
]

/** Containers by the second from the start of their image's download. */
function bill(usage: PlatformUsage): Bill {
  const { items } = usage
  return {
    lines: [
      ...metered(items, (item) => billedHours(item) * item.size.cpu, {
        meter: "Processor",
        price: priceOf("aci.vcpu"),
      }),
      ...metered(items, (item) => billedHours(item) * item.size.memoryGiB, {
        meter: "Memory",
        price: priceOf("aci.gb"),
      }),
    ],
    unpriced: [
      ...unknownOffers(usage, offers),
      ...missing(items, "Egress", ({ egressGB }) => egressGB),
      ...missing(items, "Disk", ({ storageGiB }) => storageGiB),
    ],
    refusals: [],
  }
}

function missing(
  items: readonly ItemUsage[],
  what: string,
  quantityOf: (item: ItemUsage) => number,
): Bill["unpriced"] {
  return items
    .filter((item) => quantityOf(item) > 0)
    .map(({ item }) => ({ item, what, why: "The price book has no price for it." }))
}

const azure: PriceBook = {
  platform: "azure",
  title: "Azure",
  url: "https://azure.microsoft.com/pricing/details/container-instances/",
  prices,
  plans: [{ id: "on-demand", title: "On demand" }],
  offers,
  bill,
  pages: azurePages,
}
export default azure
