import { type Bill, type CostLine, type ItemUsage, type PlatformUsage } from "aidep/provider"
import { billedHours, metered, unknownOffers } from "../_shared/metering.ts"
import { meteredInTwoTiers } from "../_shared/tiers.ts"
import { podGpus, runpodOffers, serverlessGpus } from "./offers.ts"
import { priceOf } from "./prices.ts"

const gbOfTb = 1000

/**
 * Workers from their start until they have stopped, the wait for further requests included, and pods by the hour.
 * Traffic is free. https://docs.runpod.io/serverless/pricing, read 2026-10-08.
 */
export function runpodBill(usage: PlatformUsage): Bill {
  const { items } = usage
  const pods = items.filter(isPod)
  const serverless = items.filter((item) => !isPod(item))
  return {
    lines: [
      ...serverless.flatMap(workerLines),
      ...pods.flatMap(podLines),
      ...meteredInTwoTiers(serverless, ({ storageGiB }) => storageGiB, {
        limit: gbOfTb,
        below: { meter: "Network volume", price: priceOf("network_volume") },
        above: { meter: "Network volume above 1 TB", price: priceOf("network_volume.above-1tb") },
      }),
      ...metered(pods, ({ storageGiB }) => storageGiB, {
        meter: "Container disk",
        price: priceOf("container_disk"),
      }),
    ],
    unpriced: unknownOffers(usage, runpodOffers),
    refusals: [],
  }
}

function isPod({ offer }: ItemUsage): boolean {
  return offer.startsWith("pod.")
}

function workerLines(item: ItemUsage): readonly CostLine[] {
  const worker = serverlessGpus.find(({ gpu }) => `serverless.${gpu}` === item.offer)
  if (worker === undefined) return []
  return metered([item], ({ seconds, size }) => seconds.billed * size.gpus, {
    meter: `Flex worker on ${worker.gpu}`,
    price: priceOf(worker.price),
  })
}

function podLines(item: ItemUsage): readonly CostLine[] {
  const pod = podGpus.find(({ price }) => price === item.offer)
  if (pod === undefined) return []
  return metered([item], (each) => billedHours(each) * each.size.gpus, {
    meter: pod.title,
    price: priceOf(pod.price),
  })
}
