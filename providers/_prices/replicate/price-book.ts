import type { Bill, Offer, PlatformUsage, PriceBook } from "aidep/provider"
import { metered, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { openFor, perRun } from "../_shared/sizes.ts"

const prices = pricesFrom({ source: "https://replicate.com/pricing", confidence: "medium" }, [
  { id: "cpu", name: "CPU", unit: "instance second", usd: 0.0001, asOf: "2026-05-07" },
  { id: "gpu-t4", name: "T4", unit: "instance second", usd: 0.000225, asOf: "2026-05-07" },
  { id: "gpu-l40s", name: "L40S", unit: "instance second", usd: 0.000975, asOf: "2026-05-07" },
  {
    id: "gpu-a100-large",
    name: "A100, 80 GB",
    unit: "instance second",
    usd: 0.0014,
    asOf: "2026-09-28",
  },
  { id: "gpu-h100", name: "H100", unit: "instance second", usd: 0.001525, asOf: "2026-09-28" },
])
const priceOf = priceFinder(prices)

/** CPUs and GB of memory of the hardware: https://replicate.com/docs/reference/http, read 2026-05-07. */
const hardware = [
  { price: "cpu", gpu: undefined, cpu: 4, memoryGiB: 8 },
  { price: "gpu-t4", gpu: "T4", cpu: 4, memoryGiB: 16 },
  { price: "gpu-l40s", gpu: "L40S", cpu: 10, memoryGiB: 65 },
  { price: "gpu-a100-large", gpu: "A100-80GB", cpu: 10, memoryGiB: 144 },
  { price: "gpu-h100", gpu: "H100", cpu: 13, memoryGiB: 72 },
] as const

/** The vendor says "a few minutes" and no number; three are assumed. */
const idleSeconds = { default: 180, min: 60, max: 300 }

const offers: readonly Offer[] = hardware.flatMap(({ price, gpu, cpu, memoryGiB }) => {
  const machine = {
    serves: ["inference"],
    ...(gpu === undefined ? {} : { gpu }),
    cpu: { min: 0, max: cpu },
    memoryGiB: { min: 0, max: memoryGiB },
  } as const
  const title = priceOf(price).name
  return [
    {
      id: `deployment.${price}`,
      title: `Deployment on ${title}`,
      ...machine,
      scaling: openFor(idleSeconds, { coldStartSeconds: 5 }),
      terms: "How long an idle instance stays is not published; 180 seconds are assumed.",
    },
    {
      id: `public.${price}`,
      title: `Public model on ${title}`,
      ...machine,
      scaling: perRun(0, 5),
      terms: "Everybody can see and call the model.",
      needsConsent: true,
    },
  ]
})

/** Instances by the second: public models while they work, deployments also while they start and wait. */
function bill(usage: PlatformUsage): Bill {
  return {
    lines: usage.items.flatMap((item) => {
      const machine = hardware.find(({ price }) => item.offer.endsWith(`.${price}`))
      if (machine === undefined) return []
      return metered([item], ({ seconds }) => seconds.billed, {
        meter: priceOf(machine.price).name,
        price: priceOf(machine.price),
      })
    }),
    unpriced: unknownOffers(usage, offers),
    refusals: [],
  }
}

const replicate: PriceBook = {
  platform: "replicate",
  title: "Replicate",
  url: "https://replicate.com/pricing",
  prices,
  plans: [{ id: "pay-as-you-go", title: "Pay as you go" }],
  offers,
  bill,
}
export default replicate
