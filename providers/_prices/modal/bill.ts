import {
  type Bill,
  type CostLine,
  creditLine,
  feeLine,
  type ItemUsage,
  type PlatformUsage,
} from "aidep/provider"
import { metered, unknownOffers } from "../_shared/metering.ts"
import { modalGpus, modalOffers } from "./offers.ts"
import { priceOf, regionFactors } from "./prices.ts"

/** Fee and what it pays for, in US dollars a month. */
const plans = {
  starter: { fee: priceOf("plan.starter"), credit: 30 },
  team: { fee: priceOf("plan.team"), credit: 100 },
} as const

const broadRegions = ["us", "eu", "ap"]
const bytesOfGiB = 1024 ** 3
const includedGiB = 1024
/** The least that a container is billed for. */
const least = { cores: 0.125, memoryGiB: 0.125 } as const

/**
 * Containers by the second while they are open, busy or not; processor and memory by the larger of what was
 * asked for and what was used. The credit comes off last. https://modal.com/docs/guide/resources, read 2026-10-09.
 */
export function modalBill(usage: PlatformUsage): Bill {
  const { fee, credit } = usage.plan === "team" ? plans.team : plans.starter
  const { items } = usage
  const lines = [
    feeLine(fee),
    ...items.flatMap(containerLines),
    ...metered(items, ({ storageGiB }) => storageGiB, {
      meter: "Volumes",
      price: priceOf("volume"),
      included: includedGiB,
    }),
    ...metered(items, ({ egressGB }) => (egressGB * 1e9) / bytesOfGiB, {
      meter: "Egress",
      price: priceOf("egress"),
      included: includedGiB,
    }),
  ]
  return {
    lines: [...lines, creditLine(lines, { meter: "Credit of the plan", credit, prices: [fee.id] })],
    unpriced: unknownOffers(usage, modalOffers),
    refusals: [],
  }
}

function containerLines(item: ItemUsage): readonly CostLine[] {
  const region = regionFactor(item.region)
  const gpu = modalGpus.find(({ gpu: type }) => `gpu.${type}` === item.offer)?.gpu
  const { seconds, size, used } = item
  const cores = Math.max(least.cores, size.cpu / 2, used.cpu / 2)
  const memoryGiB = Math.max(least.memoryGiB, size.memoryGiB, used.memoryGiB)
  return [
    ...(gpu === undefined
      ? []
      : metered([item], () => seconds.billed * size.gpus, {
          meter: gpu,
          price: priceOf(`gpu.${gpu}`),
          ...region,
        })),
    ...metered([item], () => seconds.billed * cores, {
      meter: "Processor",
      price: priceOf("cpu"),
      ...region,
    }),
    ...metered([item], () => seconds.billed * memoryGiB, {
      meter: "Memory",
      price: priceOf("memory"),
      ...region,
    }),
  ]
}

/** Without a region Modal runs a container where there is room, at the list price. */
function regionFactor(region: string | undefined): {
  readonly factor?: number
  readonly note?: string
} {
  if (region === undefined) return {}
  const factor = broadRegions.includes(region) ? regionFactors.broad : regionFactors.narrow
  return { factor, note: `A chosen region, "${region}", costs ${factor} times the price.` }
}
