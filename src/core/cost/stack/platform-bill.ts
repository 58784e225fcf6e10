import type { Bill } from "../bill.ts"
import type { Candidate } from "../candidate/candidate.ts"
import type { Plan, PriceBook } from "../price-book.ts"
import type { ItemUsage } from "../usage.ts"
import { addUsd, middleOf, type Usd } from "../usd.ts"

/** What one platform bills for all that runs there, on the cheapest plan that allows it. */
export interface PlatformBill extends Bill {
  readonly platform: string
  readonly plan: Plan
  readonly candidates: readonly Candidate[]
  readonly total: Usd
  /** The least that any plan leaves beside its fee, US dollars: what the candidates add to an account that is there. */
  readonly beside: number
  /** Plans that do not allow it. */
  readonly refusedPlans: readonly RefusedPlan[]
}

export interface RefusedPlan {
  readonly plan: string
  readonly reasons: readonly string[]
}

export type PlatformBilling =
  | { readonly status: "billed"; readonly bill: PlatformBill }
  | { readonly status: "refused"; readonly refusedPlans: readonly RefusedPlan[] }

/** Bills candidates together, with what they send to callers on other platforms. */
export function billPlatform(
  candidates: readonly Candidate[],
  book: PriceBook,
  { isHere }: { readonly isHere: (item: string) => boolean },
): PlatformBilling {
  const items = candidates.map((candidate) => usageWithHops(candidate, isHere))
  const tried = book.plans.map((plan) => {
    const { refusals, ...bill } = book.bill({ plan: plan.id, items })
    const total = addUsd(...bill.lines.map(({ amount }) => amount))
    return { plan, bill, total, reasons: [...planLimits(plan, candidates), ...refusals] }
  })
  const refusedPlans = tried
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ plan, reasons }) => ({ plan: plan.id, reasons }))
  const allowed = tried.filter(({ reasons }) => reasons.length === 0)
  const [cheapest] = allowed.toSorted((a, b) => middleOf(a.total) - middleOf(b.total))
  if (cheapest === undefined) return { status: "refused", refusedPlans }
  const { plan, bill, total } = cheapest
  const beside = Math.min(...allowed.map(besideFees))
  return {
    status: "billed",
    bill: {
      ...bill,
      refusals: [],
      platform: book.platform,
      plan,
      candidates,
      total,
      beside,
      refusedPlans,
    },
  }
}

function besideFees({ bill, total }: { bill: Pick<Bill, "lines">; total: Usd }): number {
  const fees = bill.lines.filter(({ type }) => type === "fee")
  return Math.max(0, middleOf(total) - middleOf(addUsd(...fees.map(({ amount }) => amount))))
}

/** Traffic between two services is free on one platform and paid for between two. */
function usageWithHops(
  { usage, hopGB, callers }: Candidate,
  isHere: (item: string) => boolean,
): ItemUsage {
  const leaves = hopGB > 0 && !callers.every(isHere)
  return leaves ? { ...usage, egressGB: usage.egressGB + hopGB } : usage
}

function planLimits(plan: Plan, candidates: readonly Candidate[]): readonly string[] {
  const notSold = candidates.filter(
    ({ offer }) => offer.plans !== undefined && !offer.plans.includes(plan.id),
  )
  const crowded = candidates.filter(
    ({ neededInstances }) => neededInstances > (plan.maxInstances ?? neededInstances),
  )
  const gpus = candidates.reduce(
    (sum, { gpu, neededInstances }) => sum + (gpu?.count ?? 0) * Math.max(1, neededInstances),
    0,
  )
  const maxGpus = plan.maxGpus ?? gpus
  return [
    ...notSold.map(({ offer }) => `"${offer.title}" is not sold on ${plan.title}.`),
    ...crowded.map(
      ({ item, neededInstances }) =>
        `"${item}" needs ${neededInstances} instances, and ${plan.title} allows ${plan.maxInstances}.`,
    ),
    ...(gpus > maxGpus
      ? [`The busiest hour needs ${gpus} GPUs, and ${plan.title} allows ${maxGpus}.`]
      : []),
  ]
}
