import {
  type Bill,
  type CostLine,
  feeLine,
  type ItemUsage,
  mapUsd,
  monthSeconds,
  type PlatformUsage,
  type PriceEntry,
} from "aidep/provider"
import { billedHours, metered, sumOf, unknownOffers } from "../_shared/metering.ts"
import { shownCount } from "../_shared/shown-count.ts"
import { renderCrons, renderInstances, renderOffers } from "./offers.ts"
import { priceOf } from "./prices.ts"

/** What a workspace of the plan has included. */
interface Workspace {
  readonly fee: PriceEntry
  readonly egressGB: number
  readonly buildMinutes: number
}

const hobby: Workspace = { fee: priceOf("workspace.hobby"), egressGB: 5, buildMinutes: 500 }
const workspaces: Readonly<Record<string, Workspace>> = {
  hobby,
  pro: { fee: priceOf("workspace.pro"), egressGB: 25, buildMinutes: 1000 },
  scale: { fee: priceOf("workspace.scale"), egressGB: 1000, buildMinutes: 5000 },
}

/** Hours of free instances that a workspace has in a month. */
const freeHours = 750
/** The least that a cron job costs in a month, in US dollars. */
const leastOfCron = 1

/**
 * The workspace's fee, instances by the second as a part of the month, and traffic and build minutes over what
 * the workspace has included. https://render.com/pricing.md, read 2026-09-21.
 */
export function renderBill(usage: PlatformUsage): Bill {
  const { items } = usage
  const { fee, egressGB, buildMinutes } = workspaces[usage.plan] ?? hobby
  return {
    lines: [
      feeLine(fee),
      ...items.flatMap(instanceLines),
      ...items.flatMap(cronLines),
      ...metered(items.filter(isStore), ({ storageGiB }) => storageGiB, {
        meter: "Storage",
        price: priceOf("postgres.storage"),
      }),
      ...metered(
        items.filter((item) => !isStore(item)),
        ({ storageGiB }) => storageGiB,
        {
          meter: "Disk",
          price: priceOf("disk"),
        },
      ),
      ...metered(items, (item) => item.egressGB, {
        meter: "Egress",
        price: priceOf("bandwidth"),
        included: egressGB,
      }),
      ...buildLines(items, buildMinutes),
    ],
    unpriced: unknownOffers(usage, renderOffers),
    refusals: freeRefusals(items),
  }
}

function isStore({ offer }: ItemUsage): boolean {
  return offer.startsWith("postgres.")
}

function instanceLines(item: ItemUsage): readonly CostLine[] {
  const id = renderInstances.find((each) => each === item.offer)
  if (id === undefined) return []
  const price = priceOf(id)
  return metered([item], ({ seconds }) => seconds.billed / monthSeconds, {
    meter: price.name,
    price,
  })
}

/** A cron job pays its minutes, and never less than a dollar. */
function cronLines(item: ItemUsage): readonly CostLine[] {
  const id = renderCrons.find((each) => each === item.offer)
  if (id === undefined) return []
  const price = priceOf(id)
  return metered([item], ({ seconds }) => seconds.billed / 60, {
    meter: price.name,
    price,
    note: `A cron job costs at least $${leastOfCron} a month.`,
  }).map((line) => ({
    ...line,
    amount: mapUsd(line.amount, (amount) => Math.max(leastOfCron, amount)),
  }))
}

/** Minutes over the included ones are sold by the thousand, to the whole workspace. */
function buildLines(items: readonly ItemUsage[], included: number): readonly CostLine[] {
  const minutes = sumOf(items, (item) => item.buildMinutes)
  const price = priceOf("build")
  const thousands = Math.ceil(Math.max(0, minutes - included) / 1000)
  if (thousands === 0) return []
  return [
    {
      type: "usage",
      item: undefined,
      meter: price.name,
      quantity: minutes / 1000,
      included: included / 1000,
      unit: price.unit,
      unitPrice: price.usd,
      amount: mapUsd(price.usd, (amount) => amount * thousands),
      prices: [price.id],
      note: "Sold by the thousand.",
    },
  ]
}

function freeRefusals(items: readonly ItemUsage[]): readonly string[] {
  const free = items.filter(({ offer }) => offer === "web.free")
  const hours = sumOf(free, billedHours)
  if (hours <= freeHours) return []
  const used = Math.ceil(hours)
  return [
    `A workspace has ${freeHours} hours of free instances a month, and the free services here run ${shownCount(used)}.`,
  ]
}
