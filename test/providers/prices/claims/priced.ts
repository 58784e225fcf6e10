import { priceBooks, tokenPriceBooks } from "../../../../providers/price-books.gen.ts"
import { closedForm } from "../../../../src/core/cost/pool/closed-form.ts"
import type { PoolLoad } from "../../../../src/core/cost/pool/pool-load.ts"
import { simulatePool } from "../../../../src/core/cost/pool/simulate-pool.ts"
import { daySegments } from "../../../../src/core/cost/workload/day-segments.ts"
import {
  addUsd,
  type CostLine,
  type ItemUsage,
  type PriceBook,
} from "../../../../src/provider/index.ts"
import { month, used } from "../reference-bill.ts"
import type { Figure } from "./claim.ts"

const books = [...priceBooks, ...(await tokenPriceBooks())]

export function bookOf(platform: string): PriceBook {
  const book = books.find((each) => each.platform === platform)
  if (book === undefined) throw new Error(`There is no price book of "${platform}".`)
  return book
}

export function price(platform: string, id: string): number {
  const entry = bookOf(platform).prices.find((each) => each.id === id)
  if (entry === undefined) throw new Error(`"${platform}" has no price "${id}".`)
  return entry.usd.low
}

/** The month's bill, or its lines of some meters alone. */
export function bill(
  platform: string,
  plan: string,
  items: readonly ItemUsage[],
  meters?: readonly string[],
): Figure {
  const { lines } = bookOf(platform).bill({ plan, items })
  return figureOf(lines.filter(({ meter }) => meters === undefined || meters.includes(meter)))
}

function figureOf(lines: readonly CostLine[]): Figure {
  const { low, high } = addUsd(...lines.map(({ amount }) => amount))
  return Math.abs(high - low) < 1e-9 ? low : [low, high]
}

export function one(figure: Figure): number {
  if (typeof figure !== "number") throw new Error("A range where one number was meant.")
  return figure
}

interface Asked {
  /** A month. */
  readonly requests: number
  readonly secondsEach: number
  readonly idle: number
  /** Share of the day with requests. */
  readonly active?: number
  readonly warm?: number
}

/** A pool whose containers take several requests at a time, so that one is enough, and need 10 seconds to start. */
function loadOf({ requests, secondsEach, idle, active = 1, warm = 0 }: Asked): PoolLoad {
  return {
    day: daySegments(requests, { type: "hours", active }),
    duration: { mean: secondsEach },
    slots: 16,
    idleSeconds: idle,
    coldSeconds: 10,
    roundUpSeconds: 0,
    warm,
    cap: 10,
  }
}

export function openSeconds(asked: Asked): number {
  return simulatePool(loadOf(asked)).billed.mean
}

/** Seconds that 99 of 100 requests take, those that wait for a start among them. */
export function p99Seconds(asked: Asked): number {
  return simulatePool(loadOf(asked)).p99.all ?? 0
}

export function openSecondsByFormula(asked: Asked): number {
  return closedForm(loadOf(asked)).openSeconds
}

/** The T4 alone, without processor, memory and credit. */
export function t4OnModal(seconds: number): number {
  return one(
    bill("modal", "starter", [used({ offer: "gpu.T4", gpus: 1, billed: seconds })], ["T4"]),
  )
}

/** Two virtual CPUs and 4 GB a task; the compute alone. */
export function twoTasks(offer: "fargate" | "fargate-arm"): number {
  const task = used({
    offer,
    kind: "worker",
    cpu: 2,
    memoryGiB: 4,
    billed: 2 * month,
    instances: 2,
  })
  return one(bill("aws", "on-demand", [task], ["Fargate processor", "Fargate memory"]))
}

/** 10,000 questions of 2,000 tokens with answers of 500. */
export function questions(model: string): number {
  const tokens = { input: 20_000_000, output: 5_000_000 }
  return one(bill("openai", "pay-as-you-go", [used({ offer: model, requests: 10_000, tokens })]))
}
