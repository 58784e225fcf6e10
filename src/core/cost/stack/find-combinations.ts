import type { Candidate } from "../candidate/candidate.ts"
import { middleOf } from "../usd.ts"
import type { BillGroup } from "./bill-memo.ts"
import { type Combination, combinationOf, placementKey } from "./combination.ts"
import type { PlatformBill } from "./platform-bill.ts"

export interface SearchOptions {
  /** How many placements to find. */
  readonly count: number
  /** Steps after which the search ends with the best so far. */
  readonly maxSteps?: number
}

export interface FoundCombinations {
  /** Cheapest first, each placement once. */
  readonly combinations: readonly Combination[]
  /** False when the search was cut short, so that there may be cheaper ones. */
  readonly complete: boolean
}

/**
 * The cheapest ways to place all parts, by branch and bound.
 *
 * Fees, allowances and credits are an account's, so the parts on a platform are billed together. What is left to
 * place costs at least what each part adds to an account on its own: sharing allowances never makes it less. Parts
 * come after those that call them, so that it is known what traffic leaves a platform.
 */
export function findCombinations(
  choices: readonly (readonly Candidate[])[],
  bill: BillGroup,
  { count, maxSteps = 50_000 }: SearchOptions,
): FoundCombinations {
  const ordered = choices.map((candidates) => withLeast(candidates, bill))
  const leastOfRest = restsOf(ordered.map(leastOf))
  const best = new Map<string, Combination>()
  let steps = 0
  const worst = () =>
    best.size < count
      ? Number.POSITIVE_INFINITY
      : Math.max(...[...best.values()].map(({ total }) => middleOf(total)))

  const visit = (placed: readonly Candidate[]): void => {
    if (++steps > maxSteps) return
    const bills = billsOf(placed, bill)
    if (bills === undefined) return
    const soFar = bills.reduce((sum, { total }) => sum + middleOf(total), 0)
    if (soFar + (leastOfRest[placed.length] ?? 0) >= worst()) return
    const ranked = ordered[placed.length]
    if (ranked === undefined) return keep(best, combinationOf(placed, bills), count)
    for (const { candidate } of ranked)
      if (reachable(candidate, placed)) visit([...placed, candidate])
  }

  if (ordered.every((ranked) => ranked.length > 0)) visit([])
  const combinations = [...best.values()].toSorted(cheapestThenSimplest)
  return { combinations, complete: steps <= maxSteps }
}

interface Ranked {
  readonly candidate: Candidate
  /** US dollars that it adds to an account that is there, at least. */
  readonly least: number
  readonly alone: number
}

function withLeast(candidates: readonly Candidate[], bill: BillGroup): readonly Ranked[] {
  return candidates
    .flatMap((candidate): readonly Ranked[] => {
      const billing = bill([candidate])
      // Its callers may come to the same platform.
      const near = candidate.hopGB === 0 ? billing : bill([{ ...candidate, hopGB: 0 }])
      if (billing.status === "refused" || near.status === "refused") return []
      return [{ candidate, alone: middleOf(billing.bill.total), least: near.bill.beside }]
    })
    .toSorted((a, b) => a.alone - b.alone)
}

function leastOf(ranked: readonly Ranked[]): number {
  return ranked.length === 0 ? 0 : Math.min(...ranked.map(({ least }) => least))
}

/** For each number of placed parts, the least that the others come to. */
function restsOf(least: readonly number[]): readonly number[] {
  return [...least, 0].map((_, index) =>
    least.slice(index).reduce((sum, amount) => sum + amount, 0),
  )
}

/** Some stores are closed to everything outside of their platform. */
function reachable(
  { platform, callers, onlyBesideCallers }: Candidate,
  placed: readonly Candidate[],
): boolean {
  if (onlyBesideCallers === undefined) return true
  return placed.every((other) => !callers.includes(other.item) || other.platform === platform)
}

function billsOf(
  placed: readonly Candidate[],
  bill: BillGroup,
): readonly PlatformBill[] | undefined {
  const groups = Map.groupBy(placed, ({ platform }) => platform)
  const bills: PlatformBill[] = []
  for (const group of groups.values()) {
    const billing = bill(group)
    if (billing.status === "refused") return undefined
    bills.push(billing.bill)
  }
  return bills
}

export function cheapestThenSimplest(a: Combination, b: Combination): number {
  const difference = Math.round((middleOf(a.total) - middleOf(b.total)) * 100)
  return difference === 0 ? a.bills.length - b.bills.length : difference
}

/** Keeps the cheapest of each placement, and as many placements as are wanted. */
function keep(best: Map<string, Combination>, found: Combination, count: number): void {
  const key = placementKey(found.candidates)
  const before = best.get(key)
  if (before !== undefined && middleOf(before.total) <= middleOf(found.total)) return
  best.set(key, found)
  if (best.size <= count) return
  const [dearest] = [...best].toSorted(([, a], [, b]) => middleOf(b.total) - middleOf(a.total))
  if (dearest !== undefined) best.delete(dearest[0])
}
