import {
  type Bill,
  type CostLine,
  feeLine,
  type ItemUsage,
  type PlatformUsage,
  type PriceBook,
} from "aidep/provider"
import { billedHours, metered, unknownOffers } from "../_shared/metering.ts"
import { endpoints, jobs, spaces } from "./hardware.ts"
import { huggingfaceOffers } from "./offers.ts"
import { huggingfacePrices, priceOf } from "./prices.ts"
import { huggingfacePages } from "./pages.ts"

const hardware = [...spaces, ...endpoints, ...jobs]

const huggingface: PriceBook = {
  platform: "huggingface",
  title: "Hugging Face",
  url: "https://huggingface.co/pricing",
  prices: huggingfacePrices,
  plans: [
    { id: "free", title: "Free" },
    { id: "pro", title: "PRO" },
  ],
  offers: huggingfaceOffers,
  bill,
  pages: huggingfacePages,
}
export default huggingface

/**
 * Endpoints while they start and run, Spaces while they run, all by the minute.
 * https://huggingface.co/docs/inference-endpoints/support/pricing, read 2026-08-20.
 */
function bill(usage: PlatformUsage): Bill {
  const { items } = usage
  return {
    lines: [...(usage.plan === "pro" ? [feeLine(priceOf("pro"))] : []), ...items.flatMap(hours)],
    unpriced: unknownOffers(usage, huggingfaceOffers),
    refusals: usage.plan === "pro" ? [] : items.flatMap(needsPro),
  }
}

function hours(item: ItemUsage): readonly CostLine[] {
  const machine = hardware.find(({ id }) => id === item.offer)
  if (machine === undefined) return []
  const price = priceOf(machine.id)
  return metered([item], billedHours, { meter: price.name, price })
}

/** Since 2026-07-21 free accounts create no Docker or Gradio Spaces. */
function needsPro({ item, offer }: ItemUsage): readonly string[] {
  if (!offer.startsWith("spaces.")) return []
  return [`Docker Spaces need PRO since 2026-07-21, and "${item}" would be one.`]
}
