import { creditLine, feeLine, usageLines } from "../../src/core/cost/cost-lines.ts"
import type { Offer, PriceBook, PriceEntry } from "../../src/core/cost/price-book.ts"
import type { PlatformUsage } from "../../src/core/cost/usage.ts"
import { usd } from "../../src/core/cost/usd.ts"

export function testPrice(
  id: string,
  amount: number,
  changes: Partial<PriceEntry> = {},
): PriceEntry {
  return {
    id,
    name: id,
    unit: "unit",
    usd: usd(amount),
    source: "https://prices.example",
    asOf: "2026-11-01",
    confidence: "high",
    ...changes,
  }
}

const alwaysOpen = { type: "always" } as const

/** Opens on demand: a minute of idling, two seconds of the platform's own to start. */
export const onDemand = {
  type: "on-demand",
  idleSeconds: { default: 60, min: 2, max: 1200 },
  coldStartSeconds: 2,
  coldBilled: true,
  roundUpSeconds: 0,
} as const

export function testOffer(id: string, changes: Partial<Offer> = {}): Offer {
  return {
    id,
    title: id,
    serves: ["web", "inference", "worker"],
    cpu: { min: 0.25, max: 8 },
    memoryGiB: { min: 0.25, max: 64 },
    scaling: alwaysOpen,
    ...changes,
  }
}

export interface TestBook {
  readonly platform: string
  /** US dollars a second of an instance, by offer. */
  readonly seconds: Readonly<Record<string, number>>
  readonly offers: readonly Offer[]
  /** US dollars a month. */
  readonly fee?: number
  /** US dollars a month that the plan pays first. */
  readonly credit?: number
  /** US dollars a GB. */
  readonly egress?: number
  readonly prices?: Partial<PriceEntry>
  readonly refuses?: (usage: PlatformUsage) => readonly string[]
}

/** A platform that bills instance seconds and traffic, with a fee and a credit. */
export function testPriceBook(test: TestBook): PriceBook {
  const { platform, seconds, offers, fee = 0, credit = 0, egress = 0, refuses = () => [] } = test
  const second = (offer: string) => testPrice(offer, seconds[offer] ?? 0, test.prices)
  const [plan, traffic] = [testPrice("fee", fee), testPrice("egress", egress)]
  return {
    platform,
    title: platform.toUpperCase(),
    url: "https://prices.example",
    prices: [plan, traffic, ...offers.map(({ id }) => second(id))],
    plans: [{ id: "only", title: "Only" }],
    offers,
    bill: (usage) => {
      const used = [
        ...usage.items.flatMap(({ item, offer, seconds: { billed } }) =>
          usageLines([{ item, quantity: billed }], { meter: offer, price: second(offer) }),
        ),
        ...usageLines(
          usage.items.map(({ item, egressGB }) => ({ item, quantity: egressGB })),
          { meter: "Egress", price: traffic },
        ),
      ]
      return {
        lines: [feeLine(plan), ...used, creditLine(used, { meter: "Credit", credit })],
        unpriced: [],
        refusals: refuses(usage),
      }
    },
  }
}
