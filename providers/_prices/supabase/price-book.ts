import {
  type Bill,
  creditLine,
  feeLine,
  monthSeconds,
  type Offer,
  type PlatformUsage,
  type PriceBook,
} from "aidep/provider"
import { metered, sumOf, unknownOffers } from "../_shared/metering.ts"
import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { shownCount } from "../_shared/shown-count.ts"

const source = "https://supabase.com/pricing"
const dayUnknown = "Read in 2026, the day is not known."
const prices = pricesFrom({ source, confidence: "high" }, [
  { id: "free", name: "Free", unit: "month", usd: 0, asOf: "2026-01-01", note: dayUnknown },
  { id: "pro", name: "Pro", unit: "month", usd: 25, asOf: "2026-09-21" },
  {
    id: "compute.micro",
    name: "Compute Micro",
    unit: "project month",
    usd: 10,
    asOf: "2026-09-21",
  },
  { id: "disk", name: "Disk", unit: "GB month", usd: 0.125, asOf: "2026-01-01", note: dayUnknown },
  { id: "egress", name: "Egress", unit: "GB", usd: 0.09, asOf: "2026-01-01", note: dayUnknown },
])
const priceOf = priceFinder(prices)

const always = { type: "always", maxInstances: 1 } as const
const offers: readonly Offer[] = [
  {
    id: "free",
    title: "Free database",
    serves: ["postgres"],
    cpu: { min: 0, max: 2 },
    memoryGiB: { min: 0, max: 0.5 },
    maxStorageGiB: 0.5,
    scaling: always,
    plans: ["free"],
    terms: "Pauses after 7 days without use.",
  },
  {
    id: "micro",
    title: "Micro database",
    serves: ["postgres"],
    cpu: { min: 0, max: 2 },
    memoryGiB: { min: 0, max: 1 },
    scaling: always,
    plans: ["pro"],
  },
]

const free = { egressGB: 5, projects: 2 } as const
/** Disk is a project's, traffic and the credit are the organization's. */
const pro = { diskGB: 8, egressGB: 250, computeCredit: 10 } as const

/** The fee, each project's compute less the credit for one, and disk and traffic over what is included. */
function bill(usage: PlatformUsage): Bill {
  const { items } = usage
  const unpriced = unknownOffers(usage, offers)
  if (usage.plan !== "pro") {
    return { lines: [feeLine(priceOf("free"))], unpriced, refusals: overFree(usage) }
  }
  const compute = metered(items, ({ seconds }) => seconds.billed / monthSeconds, {
    meter: "Compute Micro",
    price: priceOf("compute.micro"),
  })
  return {
    lines: [
      feeLine(priceOf("pro")),
      ...compute,
      creditLine(compute, { meter: "Compute credit", credit: pro.computeCredit, prices: ["pro"] }),
      ...items.flatMap((item) =>
        metered([item], ({ storageGiB }) => storageGiB, {
          meter: "Disk",
          price: priceOf("disk"),
          included: pro.diskGB,
        }),
      ),
      ...metered(items, ({ egressGB }) => egressGB, {
        meter: "Egress",
        price: priceOf("egress"),
        included: pro.egressGB,
      }),
    ],
    unpriced,
    refusals: [],
  }
}

function overFree({ items }: PlatformUsage): readonly string[] {
  const egressGB = sumOf(items, (item) => item.egressGB)
  return [
    ...(items.length > free.projects
      ? [`Free has ${free.projects} projects, and this needs ${items.length}.`]
      : []),
    ...(egressGB > free.egressGB
      ? [`Free has ${free.egressGB} GB of traffic a month, and this is ${shownCount(egressGB)}.`]
      : []),
  ]
}

const supabase: PriceBook = {
  platform: "supabase",
  title: "Supabase",
  url: source,
  prices,
  plans: [
    { id: "free", title: "Free" },
    { id: "pro", title: "Pro" },
  ],
  offers,
  bill,
}
export default supabase
