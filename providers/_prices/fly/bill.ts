import {
  type Bill,
  type CostLine,
  type ItemUsage,
  monthSeconds,
  type PlatformUsage,
  type PriceEntry,
  type Unpriced,
} from "aidep/provider"
import { regionOf } from "../../_shared/regions.ts"
import { flyRegions } from "../../fly/regions.ts"
import { metered, unknownOffers } from "../_shared/metering.ts"
import { flyOffers } from "./offers.ts"
import { flyPresets } from "./presets.ts"
import { flyPrices, priceOf, regionFactors } from "./prices.ts"

const homeRegion = "iad"
const egressByRegion: Readonly<Record<string, PriceEntry>> = {
  sin: priceOf("egress.apac_oc_sa"),
  nrt: priceOf("egress.apac_oc_sa"),
  syd: priceOf("egress.apac_oc_sa"),
  gru: priceOf("egress.apac_oc_sa"),
  jnb: priceOf("egress.africa_india"),
  bom: priceOf("egress.africa_india"),
}

/**
 * Machines by the second while they run, in the price of their region; nothing is included.
 * https://fly.io/docs/about/pricing/, read 2026-10-09.
 */
export function flyBill(usage: PlatformUsage): Bill {
  const { items } = usage
  const stores = items.filter(({ offer }) => offer === "mpg.basic")
  const machines = items.filter(({ offer }) => offer !== "mpg.basic")
  return {
    lines: [
      ...machines.flatMap(machineLines),
      ...metered(machines, ({ storageGiB }) => storageGiB, {
        meter: "Volumes",
        price: priceOf("volume"),
      }),
      ...metered(stores, ({ seconds }) => seconds.billed / monthSeconds, {
        meter: "Managed Postgres",
        price: priceOf("mpg.basic"),
      }),
      ...metered(stores, ({ storageGiB }) => storageGiB, {
        meter: "Storage",
        price: priceOf("mpg.storage"),
      }),
      ...items.flatMap((item) =>
        metered([item], ({ egressGB }) => egressGB, {
          meter: "Egress",
          price: egressByRegion[regionCode(item)] ?? priceOf("egress.na_eu"),
        }),
      ),
    ],
    unpriced: [...unknownOffers(usage, flyOffers), ...machines.flatMap(stoppedDisks)],
    refusals: [],
  }
}

function machineLines(item: ItemUsage): readonly CostLine[] {
  const preset = flyPresets.find(({ name }) => name === presetOf(item))
  const price = flyPrices.find(({ id }) => id === `machine.${presetOf(item)}`)
  if (preset === undefined || price === undefined) return []
  const region = regionCode(item)
  const factor = regionFactors[region] ?? 1
  const shared = {
    factor,
    ...(factor === 1 ? {} : { note: `Machines in "${region}" cost ${factor} times the price.` }),
  }
  const memoryGiB = Math.ceil(item.size.memoryGiB / preset.stepGiB - 1e-9) * preset.stepGiB
  return [
    ...metered([item], ({ seconds }) => seconds.billed, { meter: preset.name, price, ...shared }),
    ...metered(
      [item],
      ({ seconds }) => seconds.billed * Math.max(0, memoryGiB - preset.includedGiB),
      { meter: "Memory over the preset", price: priceOf("ram"), ...shared },
    ),
  ]
}

function presetOf({ offer }: ItemUsage): string {
  return offer.replace(/\.autostop$/, "")
}

function regionCode({ region }: ItemUsage): string {
  return (region === undefined ? undefined : regionOf(flyRegions, region)) ?? homeRegion
}

/** A stopped Machine keeps its image on a disk that is billed. */
function stoppedDisks({ item, offer }: ItemUsage): readonly Unpriced[] {
  if (!offer.endsWith(".autostop")) return []
  const { name, usd } = priceOf("stopped.rootfs")
  return [
    {
      item,
      what: name,
      why: `It is $${usd.low} a GB and month, and the size of the image is not known.`,
    },
  ]
}
