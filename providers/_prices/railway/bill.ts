import {
  addUsd,
  type Bill,
  type CostLine,
  creditLine,
  feeLine,
  type ItemUsage,
  monthSeconds,
  type PlatformUsage,
  type PriceEntry,
} from "aidep/provider"
import { metered, unknownOffers } from "../_shared/metering.ts"
import { shownCount } from "../_shared/shown-count.ts"
import { railwayOffers } from "./offers.ts"
import { priceOf } from "./prices.ts"

interface Terms {
  readonly fee: PriceEntry
  /** US dollars of usage that the fee pays for. */
  readonly credit: number
  /** What one service may have, over all its replicas. */
  readonly most: {
    readonly cpu: number
    readonly memoryGiB: number
    readonly replicas: number
    readonly volumeGiB: number
  }
}

const pro: Terms = {
  fee: priceOf("plan.pro"),
  credit: 20,
  most: { cpu: 1000, memoryGiB: 1024, replicas: 42, volumeGiB: 1024 },
}

const terms: Readonly<Record<string, Terms>> = {
  free: {
    fee: priceOf("plan.free"),
    credit: 1,
    most: { cpu: 1, memoryGiB: 0.5, replicas: 1, volumeGiB: 0.5 },
  },
  hobby: {
    fee: priceOf("plan.hobby"),
    credit: 5,
    most: { cpu: 48, memoryGiB: 48, replicas: 6, volumeGiB: 5 },
  },
  pro,
}

/**
 * The fee is spent on usage first, so that a month costs the larger of the two. Usage is what was measured:
 * processor and resident memory of each open replica. https://docs.railway.com/pricing/plans, read 2026-10-09.
 */
export function railwayBill(usage: PlatformUsage): Bill {
  const { items } = usage
  const plan = terms[usage.plan] ?? pro
  const stores = items.filter(({ offer }) => offer === "bucket")
  const services = items.filter(({ offer }) => offer !== "bucket")
  const lines = [
    ...metered(services, ({ used, seconds }) => (used.cpu * seconds.billed) / monthSeconds, {
      meter: "Processor",
      price: priceOf("cpu"),
    }),
    ...metered(services, ({ used, seconds }) => (used.memoryGiB * seconds.billed) / monthSeconds, {
      meter: "Memory",
      price: priceOf("ram"),
    }),
    ...metered(services, ({ egressGB }) => egressGB, { meter: "Egress", price: priceOf("egress") }),
    ...metered(services, ({ storageGiB }) => storageGiB, {
      meter: "Volumes",
      price: priceOf("volume"),
    }),
    ...metered(stores, ({ storageGiB }) => storageGiB, {
      meter: "Buckets",
      price: priceOf("bucket"),
      note: "Traffic of buckets is free.",
    }),
  ]
  const fee = feeLine(plan.fee)
  const credit = {
    meter: "Usage that the plan pays for",
    credit: plan.credit,
    prices: [plan.fee.id],
  }
  return {
    lines: [fee, ...lines, creditLine(lines, credit)],
    unpriced: unknownOffers(usage, railwayOffers),
    refusals: [...items.flatMap((item) => tooLarge(item, plan)), ...spent(lines, plan)],
  }
}

/** Free has no card to charge: what runs stops when its credit is used up. */
function spent(lines: readonly CostLine[], { fee, credit }: Terms): readonly string[] {
  const due = addUsd(...lines.map(({ amount }) => amount)).high
  if (fee.id !== "plan.free" || due <= credit) return []
  return [`Free gives $${credit} of usage a month, and this comes to $${due.toFixed(2)}.`]
}

function tooLarge(item: ItemUsage, { fee, most }: Terms): readonly string[] {
  const { size, peakInstances, storageGiB } = item
  const asked = [
    { what: "replicas", asked: peakInstances, limit: most.replicas },
    { what: "vCPU over all replicas", asked: size.cpu * peakInstances, limit: most.cpu },
    {
      what: "GB of memory over all replicas",
      asked: size.memoryGiB * peakInstances,
      limit: most.memoryGiB,
    },
    {
      what: "GB of volume",
      asked: item.offer === "bucket" ? 0 : storageGiB,
      limit: most.volumeGiB,
    },
  ]
  return asked
    .filter((each) => each.asked > each.limit)
    .map(
      (each) =>
        `${fee.name} allows a service ${each.limit} ${each.what}, and "${item.item}" asks for ${shownCount(each.asked)}.`,
    )
}
