import type { Bill, CostLine, ItemUsage, Offer, PlatformUsage, PriceBook } from "aidep/provider"
import { unknownOffers } from "../_shared/metering.ts"
import { perRun } from "../_shared/sizes.ts"
import { modelPrices, type PriceLibrary, pricesAsOf, type Vendor } from "./model-prices.ts"

/** The book of one vendor, with every model that the library has a price of tokens for. */
export function tokenPriceBook(vendor: Vendor, library: PriceLibrary): PriceBook {
  const models = modelPrices(vendor, library)
  const prices = models.flatMap((model) => model.prices)
  const priceIds = new Set(prices.map(({ id }) => id))
  const offers = models.map(({ id, name }): Offer => ({
    id,
    title: name,
    serves: ["inference"],
    model: id,
    cpu: { min: 0, max: Infinity },
    memoryGiB: { min: 0, max: Infinity },
    scaling: perRun(0, 0),
  }))
  return {
    platform: vendor.id,
    title: vendor.title,
    url: vendor.url,
    prices,
    plans: [{ id: "pay-as-you-go", title: "Pay as you go" }],
    offers,
    bill: (usage) => tokenBill(usage, { vendor, library, offers, priceIds }),
  }
}

interface Book {
  readonly vendor: Vendor
  readonly library: PriceLibrary
  readonly offers: readonly Offer[]
  readonly priceIds: ReadonlySet<string>
}

function tokenBill(usage: PlatformUsage, book: Book): Bill {
  const known = usage.items.filter(({ offer }) => book.offers.some(({ id }) => id === offer))
  return {
    lines: known.flatMap((item) => tokenLines(item, book)),
    unpriced: unknownOffers(usage, book.offers),
    refusals: [],
  }
}

/** Prices of tokens rise with the length of a request, so the average request is priced and multiplied. */
function tokenLines(item: ItemUsage, { vendor, library, priceIds }: Book): readonly CostLine[] {
  const { input, cached, output } = item.tokens
  const requests = Math.max(1, item.requests)
  const price = library.calcPrice(
    {
      input_tokens: input / requests,
      cache_read_tokens: Math.min(cached, input) / requests,
      output_tokens: output / requests,
    },
    item.offer,
    { providerId: vendor.id, timestamp: new Date(pricesAsOf) },
  )
  if (price === null) return []
  const id = `tokens.${item.offer}`
  // Models without a price of their own for cached tokens charge them as others.
  const cheaper = cached > 0 && priceIds.has(`${id}.cache_read`)
  return [
    ...tokenLine(item, {
      meter: "Input tokens",
      tokens: input,
      due: price.input_price * requests,
      prices: [`${id}.in`, ...(cheaper ? [`${id}.cache_read`] : [])],
      ...(cheaper ? { note: `${cached} of them from the vendor's cache.` } : {}),
    }),
    ...tokenLine(item, {
      meter: "Output tokens",
      tokens: output,
      due: price.output_price * requests,
      prices: [`${id}.out`],
    }),
  ]
}

interface Tokens {
  readonly meter: string
  readonly tokens: number
  /** US dollars. */
  readonly due: number
  readonly prices: readonly string[]
  readonly note?: string
}

function tokenLine(
  { item }: ItemUsage,
  { meter, tokens, due, prices, note }: Tokens,
): readonly CostLine[] {
  if (tokens === 0) return []
  const unitPrice = due / (tokens / 1e6)
  return [
    {
      type: "usage",
      item,
      meter,
      quantity: tokens / 1e6,
      included: 0,
      unit: "million tokens",
      unitPrice: { low: unitPrice, high: unitPrice },
      amount: { low: due, high: due },
      prices,
      ...(note === undefined ? {} : { note }),
    },
  ]
}
