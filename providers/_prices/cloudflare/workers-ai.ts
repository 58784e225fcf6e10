import { type CostLine, creditLine, type ItemUsage } from "aidep/provider"
import { metered } from "../_shared/metering.ts"
import { workersAiModels } from "./offers.ts"
import { priceOf } from "./prices.ts"

const daysOfMonth = 730 / 24
/** 10,000 neurons a day, in US dollars a month. */
const freeNeurons = 10 * priceOf("workers_ai").usd.high * daysOfMonth

/** Tokens of hosted models. Free neurons are a day's: the low end takes all of them for used, the high end none. */
export function workersAiLines(items: readonly ItemUsage[]): readonly CostLine[] {
  const lines = workersAiModels.flatMap((model) => {
    const own = items.filter(({ offer }) => offer === `workers-ai.${model}`)
    return [
      ...metered(own, ({ tokens }) => tokens.input / 1e6, {
        meter: "Input tokens",
        price: priceOf(`workers_ai.${model}.in`),
      }),
      ...metered(own, ({ tokens }) => tokens.output / 1e6, {
        meter: "Output tokens",
        price: priceOf(`workers_ai.${model}.out`),
      }),
    ]
  })
  if (lines.length === 0) return []
  const free = creditLine(lines, {
    meter: "Free neurons",
    credit: freeNeurons,
    prices: ["workers_ai"],
    note: "10,000 a day: at most this, as far as each day uses them.",
  })
  return [...lines, { ...free, amount: { low: free.amount.low, high: 0 } }]
}
