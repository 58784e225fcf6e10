import type { Budget } from "../stack/budget.ts"
import type { StackEstimate } from "../stack/estimate-stack.ts"
import type { PricedCandidate } from "../stack/price-demand.ts"
import { answersRequests, type ServiceGoals, shownSeconds } from "../stack/service-goals.ts"

/** What would have to change for budget and goals to be kept, in sentences; empty where they are. */
export function wouldFit(
  { best, keepsGoals, priced, unpriced }: StackEstimate,
  goals: ServiceGoals,
  budget: Budget | undefined,
): readonly string[] {
  const missing = unpriced.map(
    (item) => `Nothing with a price carries "${item}": add a target or a measurement.`,
  )
  if (best !== undefined) return missing
  if (keepsGoals !== undefined && budget !== undefined) {
    const needed = Math.ceil(keepsGoals.total.high)
    return [
      ...missing,
      `The cheapest that keeps the goals costs $${needed}: raise "budget.monthly" to that.`,
    ]
  }
  return [...missing, ...fasterHardware(priced, goals)]
}

/** Which part is too slow on all that was measured. */
function fasterHardware(
  priced: readonly PricedCandidate[],
  { p99Seconds }: ServiceGoals,
): readonly string[] {
  if (p99Seconds === undefined) return []
  const answering = priced.filter(({ candidate }) => answersRequests(candidate))
  const byItem = Map.groupBy(answering, ({ candidate }) => candidate.item)
  return [...byItem].flatMap(([item, options]) => {
    const known = options.flatMap(({ candidate }) => {
      const seconds = candidate.level.p99.warm
      return seconds === undefined ? [] : [{ seconds, title: candidate.offer.title }]
    })
    const [fastest] = known.toSorted((a, b) => a.seconds - b.seconds)
    if (fastest === undefined || fastest.seconds <= p99Seconds) return []
    return [
      `The fastest that carries "${item}", ${fastest.title}, needs ${shownSeconds(fastest.seconds)} for 99 of 100 requests, and "slo.p99" is ${shownSeconds(p99Seconds)}: promise more time, or measure faster hardware.`,
    ]
  })
}
