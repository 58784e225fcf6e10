import type { Candidate } from "../candidate/candidate.ts"
import { addUsd, type Usd } from "../usd.ts"
import type { PlatformBill } from "./platform-bill.ts"

/** One way to run the whole stack, priced. */
export interface Combination {
  /** One for each part, in the manifest's order. */
  readonly candidates: readonly Candidate[]
  readonly bills: readonly PlatformBill[]
  /** US dollars a month. */
  readonly total: Usd
}

export function combinationOf(
  candidates: readonly Candidate[],
  bills: readonly PlatformBill[],
): Combination {
  return { candidates, bills, total: addUsd(...bills.map(({ total }) => total)) }
}

/** The platforms of the parts, as one text: combinations with the same differ in plans and hardware only. */
export function placementKey(candidates: readonly Candidate[]): string {
  return candidates.map(({ platform }) => platform).join(" ")
}
