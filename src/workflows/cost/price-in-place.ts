import { priceProject } from "../../core/cost/stack/price-project.ts"
import type { ReleaseEstimate } from "../../core/release/state.ts"
import type { Context } from "../context.ts"
import type { LoadedProject } from "../load-project.ts"
import { openMarket } from "./market.ts"
import { readWorkload } from "./read-workload.ts"

/** What the project costs a month where it is placed; undefined where no part of it has a price there. */
export async function priceInPlace(
  loaded: LoadedProject,
  context: Context,
): Promise<ReleaseEstimate | undefined> {
  const { workload } = await readWorkload(loaded.parsed.manifest, {}, context)
  const hostedModels = workload.tokens !== undefined
  const { market } = await openMarket(loaded, { scope: "placed", hostedModels }, context)
  const { estimate } = priceProject({ project: loaded.project, workload }, market)
  if (estimate.current === undefined) return undefined
  const { low, high } = estimate.current.total
  return { low, high, unpriced: [...estimate.unpricedInPlace] }
}
