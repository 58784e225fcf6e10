import { type StackDemands, stackDemands } from "../demand/stack-demands.ts"
import type { PricedStack } from "../what-if/what-if.ts"
import type { Combination } from "./combination.ts"
import { estimateStack, type StackEstimate, type StackInput } from "./estimate-stack.ts"

export type StackMarket = Omit<StackInput, "demands">

/** Prices a project for a workload. */
export function priceProject(
  { project, workload }: PricedStack,
  market: StackMarket,
): { readonly stack: StackDemands; readonly estimate: StackEstimate } {
  const stack = stackDemands(project, workload)
  return { stack, estimate: estimateStack({ ...market, demands: stack.demands }) }
}

/** What a project costs where the manifest puts it; undefined where a part of it has no price there. */
export function priceInPlace(stack: PricedStack, market: StackMarket): Combination | undefined {
  const { estimate } = priceProject(stack, { ...market, scope: "placed" })
  return estimate.unpricedInPlace.length === 0 ? estimate.current : undefined
}

/** Why parts of a project have no price where the manifest puts them, each reason once. */
export function whyUnpriced(stack: PricedStack, market: StackMarket): readonly string[] {
  const { estimate } = priceProject(stack, { ...market, scope: "placed" })
  const rejected = estimate.rejected
    .filter(({ item }) => estimate.unpricedInPlace.includes(item))
    .map(({ item, platform, reason }) => `"${item}" on ${platform}: ${reason}`)
  const closed = estimate.priced.flatMap(({ candidate }) => candidate.onlyBesideCallers ?? [])
  return [...new Set([...rejected, ...closed])]
}
