import {
  type Bill,
  type CostLine,
  feeLine,
  type ItemUsage,
  type PlatformUsage,
  type PriceEntry,
} from "aidep/provider"
import { metered, unknownOffers } from "../_shared/metering.ts"
import { shownCount } from "../_shared/shown-count.ts"
import { containerLines } from "./containers.ts"
import { cloudflareOffers } from "./offers.ts"
import { priceOf } from "./prices.ts"
import { workersAiLines } from "./workers-ai.ts"

/** What Workers Paid has included: https://developers.cloudflare.com/workers/platform/pricing/, read 2026-08-03. */
const included = { millionRequests: 10, millionCpuMs: 30 } as const
const freeLimits = { requestsADay: 100_000, cpuMs: 10 } as const
const daysOfMonth = 730 / 24
const includedOfR2 = { storageGB: 10, millionWrites: 1, millionReads: 10 } as const

const zones: Readonly<Record<string, PriceEntry>> = {
  "zone.free": priceOf("rate_limit.free"),
  "zone.pro": priceOf("zone.pro"),
  "zone.business": priceOf("zone.business"),
}

/** Requests and processor time over what is included; traffic of Workers, R2 and zones is free. */
export function cloudflareBill(usage: PlatformUsage): Bill {
  const { items } = usage
  const paid = usage.plan === "paid"
  return {
    lines: [
      feeLine(paid ? priceOf("workers.paid") : priceOf("workers.free")),
      ...(paid ? workerLines(items) : []),
      ...containerLines(items),
      ...bucketLines(items.filter(({ offer }) => offer === "r2")),
      ...items.flatMap(zoneLines),
      ...workersAiLines(items),
    ],
    unpriced: unknownOffers(usage, cloudflareOffers),
    refusals: paid ? [] : items.filter(runsWorker).flatMap(freeRefusals),
  }
}

/** A container is reached through a Worker. */
function runsWorker({ offer }: ItemUsage): boolean {
  return offer === "worker" || offer.startsWith("container.")
}

function workerLines(items: readonly ItemUsage[]): readonly CostLine[] {
  return [
    ...metered(items.filter(runsWorker), ({ requests }) => requests / 1e6, {
      meter: "Worker requests",
      price: priceOf("workers.requests"),
      included: included.millionRequests,
    }),
    ...metered(
      items.filter(({ offer }) => offer === "worker"),
      ({ cpuSeconds }) => (cpuSeconds * 1000) / 1e6,
      {
        meter: "Worker processor time",
        price: priceOf("workers.cpu"),
        included: included.millionCpuMs,
      },
    ),
  ]
}

function freeRefusals({ item, requests, cpuSeconds }: ItemUsage): readonly string[] {
  const aDay = Math.ceil(requests / daysOfMonth)
  const cpuMs = requests === 0 ? 0 : (cpuSeconds * 1000) / requests
  return [
    ...(aDay > freeLimits.requestsADay
      ? [`Workers Free has 100,000 requests a day, and "${item}" has ${shownCount(aDay)}.`]
      : []),
    ...(cpuMs > freeLimits.cpuMs
      ? [
          `Workers Free has 10 ms of processor time a request, and "${item}" needs ${shownCount(cpuMs)} ms.`,
        ]
      : []),
  ]
}

/** Reads and writes are not told apart in the usage: the low end takes all for reads, the high end for writes. */
function bucketLines(buckets: readonly ItemUsage[]): readonly CostLine[] {
  const reads = metered(buckets, ({ operations }) => operations / 1e6, {
    meter: "R2 operations",
    price: priceOf("r2.b"),
    included: includedOfR2.millionReads,
    note: "From all reads (class B) to all writes (class A).",
  })
  const writes = metered(buckets, ({ operations }) => operations / 1e6, {
    meter: "R2 operations",
    price: priceOf("r2.a"),
    included: includedOfR2.millionWrites,
  })
  return [
    ...metered(buckets, ({ storageGiB }) => storageGiB, {
      meter: "R2 storage",
      price: priceOf("r2.storage"),
      included: includedOfR2.storageGB,
    }),
    ...reads.map((line, index) => ({
      ...line,
      unitPrice: { low: line.unitPrice.low, high: priceOf("r2.a").usd.high },
      amount: { low: line.amount.low, high: writes[index]?.amount.high ?? line.amount.high },
      prices: ["r2.a", "r2.b"],
    })),
    ...metered(buckets, ({ egressGB }) => egressGB, {
      meter: "R2 egress",
      price: priceOf("r2.egress"),
    }),
  ]
}

function zoneLines(item: ItemUsage): readonly CostLine[] {
  const price = zones[item.offer]
  return price === undefined ? [] : metered([item], () => 1, { meter: price.name, price })
}
