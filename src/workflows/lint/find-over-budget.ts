import { aboveBudget, overBudget } from "../../errors/catalogue/cost.ts"
import { estimateCost } from "../cost/estimate-cost.ts"
import type { FindingSource } from "./lint-subject.ts"

/** Whether the stack costs more than the manifest's budget, for the workload that it states. */
export const findOverBudget: FindingSource = async ({ input, loaded }, context) => {
  const { manifest, places } = loaded.parsed
  if (manifest.budget === undefined) return []
  const { diagnostics } = await estimateCost(
    { ...input, all: false, workload: {}, curves: false },
    context,
  )
  const place = places.value(["budget", "monthly"])
  return diagnostics
    .filter(({ code }) => code === overBudget.code || code === aboveBudget.code)
    .map((diagnostic) => ({ ...diagnostic, place }))
}
