import {
  type Bill,
  type CostLine,
  creditLine,
  type ItemUsage,
  type PlatformUsage,
} from "aidep/provider"
import { billedHours, metered, unknownOffers } from "../_shared/metering.ts"
import { gcpOffers } from "./offers.ts"
import { priceOf } from "./prices.ts"

/** Free each month, for all of a billing account. https://cloud.google.com/run/pricing, read 2026-10-09. */
const free = {
  instance: { vcpuSeconds: 240_000, gibSeconds: 450_000 },
  request: { vcpuSeconds: 180_000, gibSeconds: 360_000, millionRequests: 2 },
  /** US dollars: one zonal or Autopilot cluster. */
  cluster: 74.4,
} as const

const hoursOfMonth = 730
const gpuOffers = ["run.l4", "run.l4.zonal"] as const
const instanceOffers: readonly string[] = ["run.instance", "run.job", ...gpuOffers]

/** Cloud Run by the 100 ms: by request only while it works, by instance and with a GPU for as long as it is open. */
export function gcpBill(usage: PlatformUsage): Bill {
  const { items } = usage
  const machines = items.filter(({ offer }) => offer.endsWith(".g2-standard-4"))
  return {
    lines: [
      ...gpuOffers.flatMap((offer) =>
        metered(
          items.filter((item) => item.offer === offer),
          ({ seconds, size }) => seconds.billed * Math.max(1, size.gpus),
          { meter: "L4", price: priceOf(offer === "run.l4" ? "run.gpu.l4" : "run.gpu.l4.zonal") },
        ),
      ),
      ...instanceLines(items.filter(({ offer }) => instanceOffers.includes(offer))),
      ...requestLines(items.filter(({ offer }) => offer === "run")),
      ...metered(machines, billedHours, {
        meter: "g2-standard-4",
        price: priceOf("gce.g2-standard-4"),
      }),
      ...clusterLines(items),
    ],
    unpriced: [
      ...unknownOffers(usage, gcpOffers),
      ...items
        .filter(({ egressGB }) => egressGB > 0)
        .map(({ item }) => ({ item, what: "Egress", why: "The price book has no price for it." })),
      ...machines
        .filter(({ storageGiB }) => storageGiB > 0)
        .map(({ item }) => ({ item, what: "Disk", why: "The price book has no price for it." })),
    ],
    refusals: [],
  }
}

function instanceLines(items: readonly ItemUsage[]): readonly CostLine[] {
  return [
    ...metered(items, vcpuSeconds, {
      meter: "Processor",
      price: priceOf("run.inst.cpu"),
      included: free.instance.vcpuSeconds,
    }),
    ...metered(items, gibSeconds, {
      meter: "Memory",
      price: priceOf("run.inst.mem"),
      included: free.instance.gibSeconds,
    }),
  ]
}

function requestLines(items: readonly ItemUsage[]): readonly CostLine[] {
  return [
    ...metered(items, vcpuSeconds, {
      meter: "Processor",
      price: priceOf("run.req.cpu"),
      included: free.request.vcpuSeconds,
    }),
    ...metered(items, gibSeconds, {
      meter: "Memory",
      price: priceOf("run.req.mem"),
      included: free.request.gibSeconds,
    }),
    ...metered(items, ({ requests }) => requests / 1e6, {
      meter: "Requests",
      price: priceOf("run.requests"),
      included: free.request.millionRequests,
    }),
  ]
}

/** The fee of a cluster, and what Google gives back of it. */
function clusterLines(items: readonly ItemUsage[]): readonly CostLine[] {
  if (!items.some(({ offer }) => offer.startsWith("gke."))) return []
  const price = priceOf("gke.fee")
  const fee: CostLine = {
    type: "fee",
    item: undefined,
    meter: price.name,
    quantity: hoursOfMonth,
    included: 0,
    unit: price.unit,
    unitPrice: price.usd,
    amount: { low: price.usd.low * hoursOfMonth, high: price.usd.high * hoursOfMonth },
    prices: [price.id],
  }
  return [
    fee,
    creditLine([fee], {
      meter: "Credit for one cluster",
      credit: free.cluster,
      prices: [price.id],
    }),
  ]
}

function vcpuSeconds({ seconds, size }: ItemUsage): number {
  return seconds.billed * size.cpu
}

function gibSeconds({ seconds, size }: ItemUsage): number {
  return seconds.billed * size.memoryGiB
}
