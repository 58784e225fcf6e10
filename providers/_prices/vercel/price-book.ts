import {
  type Bill,
  creditLine,
  feeLine,
  type ItemUsage,
  type Offer,
  type PlatformUsage,
  type PriceBook,
} from "aidep/provider"
import { billedHours, metered, sumOf, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { shownCount } from "../_shared/shown-count.ts"
import { fixed, openFor, perRun } from "../_shared/sizes.ts"

const source = "https://vercel.com/pricing"
const prices = [
  ...pricesFrom({ source, confidence: "high" }, [
    { id: "pro", name: "Pro", unit: "seat month", usd: 20, asOf: "2026-09-15" },
  ]),
  ...pricesFrom({ source, confidence: "medium" }, [
    { id: "hobby", name: "Hobby", unit: "month", usd: 0, asOf: "2026-05-04" },
    { id: "fn.cpu", name: "Function processor", unit: "CPU hour", usd: 0.128, asOf: "2026-05-04" },
    { id: "fn.mem", name: "Function memory", unit: "GB hour", usd: 0.0106, asOf: "2026-05-04" },
    { id: "fn.inv", name: "Function calls", unit: "million calls", usd: 0.6, asOf: "2026-05-04" },
    { id: "transfer", name: "Egress", unit: "GB", usd: 0.15, asOf: "2026-05-04" },
    {
      id: "edge_requests",
      name: "Edge requests",
      unit: "million requests",
      usd: 2,
      asOf: "2026-05-04",
    },
  ]),
]
const priceOf = priceFinder(prices)

const offers: readonly Offer[] = [
  {
    id: "function",
    title: "Function",
    serves: ["web"],
    cpu: { min: 0, max: 2 },
    memoryGiB: { min: 0.125, max: 4 },
    maxStorageGiB: 0,
    // Requests at the same time share an instance, which is billed while it has any.
    scaling: openFor({ default: 0, min: 0, max: 0 }, { maxWarm: 0 }),
  },
  {
    id: "function.cron",
    title: "Function on a schedule",
    serves: ["job"],
    cpu: { min: 0, max: 2 },
    memoryGiB: { min: 0.125, max: 4 },
    maxStorageGiB: 0,
    scaling: perRun(0),
  },
  {
    id: "static",
    title: "Static site",
    serves: ["static"],
    cpu: fixed(0),
    memoryGiB: fixed(0),
    scaling: { type: "always", maxInstances: 1 },
  },
]

/** What Hobby has, beyond which a site stops. */
const hobby = { millionCalls: 1, cpuHours: 4, memoryGBHours: 360, egressGB: 100 } as const
/** What Pro has before its credit of $20 is used. */
const pro = { millionCalls: 1, millionEdgeRequests: 10, egressGB: 1000 } as const
const creditOfPro = 20

/** Processor while it works, memory while an instance is in use; waiting for an answer uses memory only. */
function bill(usage: PlatformUsage): Bill {
  const { items } = usage
  const common = { unpriced: unknownOffers(usage, offers) }
  if (usage.plan !== "pro") {
    return { ...common, lines: [feeLine(priceOf("hobby"))], refusals: overHobby(items) }
  }
  const functions = items.filter(isFunction)
  const lines = [
    ...metered(functions, ({ cpuSeconds }) => cpuSeconds / 3600, {
      meter: "Function processor",
      price: priceOf("fn.cpu"),
    }),
    ...metered(functions, gbHours, { meter: "Function memory", price: priceOf("fn.mem") }),
    ...metered(functions, ({ requests }) => requests / 1e6, {
      meter: "Function calls",
      price: priceOf("fn.inv"),
      included: pro.millionCalls,
    }),
    ...metered(items, ({ requests }) => requests / 1e6, {
      meter: "Edge requests",
      price: priceOf("edge_requests"),
      included: pro.millionEdgeRequests,
    }),
    ...metered(items, ({ egressGB }) => egressGB, {
      meter: "Egress",
      price: priceOf("transfer"),
      included: pro.egressGB,
    }),
  ]
  const credit = creditLine(lines, {
    meter: "Usage that the seat pays for",
    credit: creditOfPro,
    prices: ["pro"],
  })
  return {
    ...common,
    lines: [feeLine(priceOf("pro"), "One deploying seat."), ...lines, credit],
    refusals: [],
  }
}

function isFunction({ offer }: ItemUsage): boolean {
  return offer.startsWith("function")
}

function gbHours(item: ItemUsage): number {
  return billedHours(item) * item.size.memoryGiB
}

function overHobby(items: readonly ItemUsage[]): readonly string[] {
  const functions = items.filter(isFunction)
  const used = [
    {
      what: "million function calls",
      limit: hobby.millionCalls,
      used: sumOf(functions, ({ requests }) => requests / 1e6),
    },
    {
      what: "hours of processor time",
      limit: hobby.cpuHours,
      used: sumOf(functions, ({ cpuSeconds }) => cpuSeconds / 3600),
    },
    { what: "GB hours of memory", limit: hobby.memoryGBHours, used: sumOf(functions, gbHours) },
    {
      what: "GB of traffic",
      limit: hobby.egressGB,
      used: sumOf(items, ({ egressGB }) => egressGB),
    },
  ]
  return used
    .filter((each) => each.used > each.limit)
    .map(
      (each) =>
        `Hobby has ${each.limit} ${each.what} a month, and this is ${shownCount(each.used)}.`,
    )
}

const vercel: PriceBook = {
  platform: "vercel",
  title: "Vercel",
  url: source,
  prices,
  plans: [
    { id: "hobby", title: "Hobby", terms: "Not for commercial use." },
    { id: "pro", title: "Pro" },
  ],
  offers,
  bill,
}
export default vercel
