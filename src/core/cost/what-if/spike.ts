import { busiestRate } from "../pool/pool-load.ts"
import { priceInPlace } from "../stack/price-project.ts"
import { middleOf } from "../usd.ts"
import { daySegments } from "../workload/day-segments.ts"
import type { Beside } from "./advice.ts"

/** From how many requests on an hour costs more than a limit. */
export interface Spike {
  /** US dollars an hour. */
  readonly hourlyLimit: number
  /** Requests in one hour; undefined where no number of them costs that much, because instances are capped. */
  readonly requestsAnHour: number | undefined
}

const hoursOfMonth = 730
/** Requests an hour between which the limit is looked for. */
const [fewest, most] = [1, 1e8]
const steps = 20

/**
 * An hour like this one for a whole month, at even pace, with fees and credits spread over its hours. Without a
 * limit, it is twice what the busiest hour of the workload costs.
 */
export function findSpike(beside: Beside, limit: number | undefined): Spike | undefined {
  const busiest = busiestRate(
    daySegments(beside.stack.workload.requests, beside.stack.workload.shape),
  )
  const usual = hourlyCost(busiest * 3600, beside)
  const hourlyLimit = limit ?? (usual === undefined ? undefined : Number((2 * usual).toFixed(2)))
  if (hourlyLimit === undefined) return undefined
  return { hourlyLimit, requestsAnHour: firstAbove(hourlyLimit, beside) }
}

function firstAbove(hourlyLimit: number, beside: Beside): number | undefined {
  let [below, above] = [fewest, most]
  let found: number | undefined
  for (let step = 0; step < steps; step++) {
    const middle = Math.sqrt(below * above)
    const cost = hourlyCost(middle, beside)
    const tooMuch = cost !== undefined && cost > hourlyLimit
    if (tooMuch) found = middle
    // Beyond what the capped instances carry, nothing costs more: the answer lies below.
    if (tooMuch || cost === undefined) above = middle
    else below = middle
  }
  return found === undefined ? undefined : Math.ceil(found)
}

function hourlyCost(requestsAnHour: number, { stack, market }: Beside): number | undefined {
  const workload = {
    ...stack.workload,
    requests: requestsAnHour * hoursOfMonth,
    shape: { type: "hours", active: 1 } as const,
  }
  const priced = priceInPlace({ ...stack, workload }, market)
  return priced === undefined ? undefined : middleOf(priced.total) / hoursOfMonth
}
