import type { calcPrice, findProvider, ModelInfo, ModelPrice } from "@pydantic/genai-prices"
import { type PriceEntry, usd } from "aidep/provider"

/** When the library's version in package.json was published, and so the day its prices were read. */
export const pricesAsOf = "2026-09-23"

export interface Vendor {
  /** As the library has it. */
  readonly id: string
  readonly title: string
  readonly url: string
}

export interface PriceLibrary {
  readonly calcPrice: typeof calcPrice
  readonly findProvider: typeof findProvider
}

export interface ModelPrices {
  readonly id: string
  readonly name: string
  readonly prices: readonly PriceEntry[]
}

const kinds = [
  { key: "input_mtok", suffix: "in", what: "input" },
  { key: "cache_read_mtok", suffix: "cache_read", what: "cached input" },
  { key: "output_mtok", suffix: "out", what: "output" },
] as const

/** Models of a vendor that are still sold and generate text: those have a price in and a price out. */
export function modelPrices(vendor: Vendor, library: PriceLibrary): readonly ModelPrices[] {
  const models = library.findProvider({ providerId: vendor.id })?.models ?? []
  return models
    .filter(({ deprecated }) => deprecated !== true)
    .map((model) => ({
      id: model.id,
      name: model.name ?? model.id,
      prices: entriesOf(model, { vendor, library }),
    }))
    .filter(({ prices }) =>
      [".in", ".out"].every((end) => prices.some(({ id }) => id.endsWith(end))),
    )
}

interface Source {
  readonly vendor: Vendor
  readonly library: PriceLibrary
}

function entriesOf(model: ModelInfo, { vendor, library }: Source): readonly PriceEntry[] {
  const found = library.calcPrice({ input_tokens: 0, output_tokens: 0 }, model.id, {
    providerId: vendor.id,
    timestamp: new Date(pricesAsOf),
  })
  if (found === null || found.model.id !== model.id) return []
  return kinds.flatMap(({ key, suffix, what }): readonly PriceEntry[] => {
    const price = found.model_price[key]
    if (price === undefined) return []
    const base = typeof price === "number" ? price : price.base
    const notes = [...tierNotes(price), ...laterNotes(model, key)]
    return [
      {
        id: `tokens.${model.id}.${suffix}`,
        name: `${model.name ?? model.id}, ${what}`,
        unit: "million tokens",
        usd: usd(base),
        source: `${vendor.url} (npm @pydantic/genai-prices)`,
        asOf: pricesAsOf,
        confidence: "medium",
        ...(notes.length === 0 ? {} : { note: notes.join(" ") }),
      },
    ]
  })
}

type PriceOfKind = NonNullable<ModelPrice[string]>

function tierNotes(price: PriceOfKind): readonly string[] {
  if (typeof price === "number") return []
  return price.tiers.map(
    (tier) => `$${tier.price} in requests with more than ${tier.start} input tokens.`,
  )
}

/** Prices that the vendor has announced for a day after the library's. */
function laterNotes({ prices }: ModelInfo, key: string): readonly string[] {
  if (!Array.isArray(prices)) return []
  return prices.flatMap(({ constraint, prices: later }) => {
    if (constraint?.type !== "start_date" || constraint.start_date <= pricesAsOf) return []
    const price = later[key]
    if (price === undefined) return []
    return [`$${typeof price === "number" ? price : price.base} from ${constraint.start_date} on.`]
  })
}
