import type { CostLine, ItemUsage } from "aidep/provider"
import { metered } from "../_shared/metering.ts"
import { containerTypes } from "./offers.ts"
import { priceOf } from "./prices.ts"

/** https://developers.cloudflare.com/containers/pricing/, read 2026-10-09. */
const included = {
  cpuSeconds: 375 * 60,
  memoryGiBSeconds: 25 * 3600,
  diskGBSeconds: 200 * 3600,
  egressGB: 1000,
} as const

/** A container has a Durable Object beside it, which is billed for 128 MB while the container is awake. */
const objectGB = 0.128
const includedOfObjects = { millionRequests: 1, millionGBSeconds: 0.4 } as const

/** Processor while it works, memory and disk while awake, and the Durable Object. Its Worker is billed as others. */
export function containerLines(items: readonly ItemUsage[]): readonly CostLine[] {
  const containers = items.filter(({ offer }) => offer.startsWith("container."))
  return [
    ...metered(containers, ({ used, seconds }) => used.cpu * seconds.billed, {
      meter: "Container processor",
      price: priceOf("containers.cpu"),
      included: included.cpuSeconds,
    }),
    ...metered(containers, ({ size, seconds }) => size.memoryGiB * seconds.billed, {
      meter: "Container memory",
      price: priceOf("containers.mem"),
      included: included.memoryGiBSeconds,
    }),
    ...metered(containers, (item) => diskOf(item) * item.seconds.billed, {
      meter: "Container disk",
      price: priceOf("containers.disk"),
      included: included.diskGBSeconds,
    }),
    ...metered(containers, ({ egressGB }) => egressGB, {
      meter: "Container egress",
      price: priceOf("containers.egress.na_eu"),
      included: included.egressGB,
      note: "At the price of North America and Europe.",
    }),
    ...metered(containers, ({ requests }) => requests / 1e6, {
      meter: "Durable Object requests",
      price: priceOf("do.requests"),
      included: includedOfObjects.millionRequests,
    }),
    ...metered(containers, ({ seconds }) => (objectGB * seconds.billed) / 1e6, {
      meter: "Durable Object duration",
      price: priceOf("do.duration"),
      included: includedOfObjects.millionGBSeconds,
    }),
  ]
}

function diskOf({ offer }: ItemUsage): number {
  return containerTypes.find(({ id }) => offer === `container.${id}`)?.diskGB ?? 0
}
