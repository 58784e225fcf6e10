import type { Candidate, Rejected } from "../candidate/candidate.ts"
import type { Demand } from "../demand/demand.ts"
import { middleOf } from "../usd.ts"
import { type BillGroup, rememberBills } from "./bill-memo.ts"
import { type Budget, budgetVerdict } from "./budget.ts"
import type { Combination } from "./combination.ts"
import { cheapestThenSimplest, findCombinations } from "./find-combinations.ts"
import {
  type Market,
  type PricedCandidate,
  type PricedDemand,
  priceDemand,
} from "./price-demand.ts"
import { expectedService, missedGoals, type ServiceGoals } from "./service-goals.ts"

export interface StackInput extends Market {
  readonly demands: readonly Demand[]
  readonly goals: ServiceGoals
  readonly budget: Budget | undefined
  /** May choose hardware that can be taken away at any moment. */
  readonly interruptible: boolean
}

export interface StackEstimate {
  /** Where the manifest puts everything; undefined when nothing of it has a price there. */
  readonly current: Combination | undefined
  /** Parts without a price where the manifest puts them: `current` is without them. */
  readonly unpricedInPlace: readonly string[]
  /** Cheapest first. */
  readonly combinations: readonly Combination[]
  /** The cheapest with the dearest part on each platform that carries it. */
  readonly varied: readonly Combination[]
  /** The cheapest that keeps the goals, whatever it costs; undefined when none does. */
  readonly keepsGoals: Combination | undefined
  /** The cheapest that keeps budget and goals; undefined when none does. */
  readonly best: Combination | undefined
  readonly complete: boolean
  /** Every way to run a part, with its bill on an account of its own; cheapest first. */
  readonly priced: readonly PricedCandidate[]
  readonly rejected: readonly Rejected[]
  /** Parts that nothing with a price can carry: no total contains them. */
  readonly unpriced: readonly string[]
}

/** Prices every part everywhere it may go, and the stack as a whole. */
export function estimateStack(input: StackInput): StackEstimate {
  const bill = rememberBills(new Map(input.books.map((book) => [book.platform, book])))
  const parts = callersFirst(input.demands).map((demand) => priceDemand(demand, input, bill))
  const priceable = parts.filter(({ priced }) => priced.length > 0)
  const allowed = (candidate: Candidate) => mayBeChosen(candidate, input)
  const choices = priceable.map(({ priced }) => candidatesOf(priced).filter(allowed))
  const placed = (part: PricedDemand) => candidatesInPlace(part).filter(allowed)
  const inPlace = parts.filter((part) => placed(part).length > 0)
  const current = findCombinations(inPlace.map(placed), bill, { count: 1 })
  const anywhere = findCombinations(choices, bill, { count: 40 })
  const varied = variedCombinations(choices, anywhere.combinations[0], bill)
  const keeping = choices.map((candidates) => candidates.filter(keepsGoals(input)))
  const kept = findCombinations(keeping, bill, { count: 1 }).combinations[0]
  return {
    current: inPlace.length === 0 ? undefined : current.combinations[0],
    unpricedInPlace: parts
      .filter((part) => !inPlace.includes(part))
      .map(({ demand }) => demand.item),
    combinations:
      priceable.length === 0 ? [] : differentForPayers([...anywhere.combinations, ...varied]),
    varied,
    keepsGoals: kept,
    best: kept !== undefined && keepsBudget(kept, input) ? kept : undefined,
    complete: anywhere.complete,
    priced: parts.flatMap(({ priced }) => priced),
    rejected: parts.flatMap(({ rejected }) => rejected),
    unpriced: parts.filter(({ priced }) => priced.length === 0).map(({ demand }) => demand.item),
  }
}

const shownCombinations = 12

/** Combinations that differ in what costs nothing are one to those who pay; the first is the cheapest of them. */
function differentForPayers(combinations: readonly Combination[]): readonly Combination[] {
  const unique = new Map<string, Combination>()
  for (const combination of combinations.toSorted(cheapestThenSimplest)) {
    const key = paidPlaces(combination)
    if (!unique.has(key)) unique.set(key, combination)
  }
  return [...unique.values()].slice(0, shownCombinations)
}

function paidPlaces({ candidates, bills }: Combination): string {
  const paid = bills.flatMap(({ lines }) =>
    lines.flatMap(({ item, amount }) => (middleOf(amount) >= 0.005 ? [item] : [])),
  )
  const places = candidates.filter(({ item }) => paid.includes(item))
  return places.map(({ item, platform }) => `${item} ${platform}`).join(",")
}

/** Somebody else's model gives other answers, and some offers have conditions: people choose those, not a search. */
function mayBeChosen({ offer, asked }: Candidate, { interruptible }: StackInput): boolean {
  if (asked) return true
  if (offer.model !== undefined || offer.needsConsent === true) return false
  return interruptible || offer.interruptible !== true
}

/** Moves the part that costs most from platform to platform; the others go where that is cheapest. */
function variedCombinations(
  choices: readonly (readonly Candidate[])[],
  cheapest: Combination | undefined,
  bill: BillGroup,
): readonly Combination[] {
  const dearest = cheapest?.candidates.toSorted(
    (a, b) => billedAlone(b, bill) - billedAlone(a, bill),
  )[0]
  const places = choices.find(([first]) => first?.item === dearest?.item) ?? []
  return [...Map.groupBy(places, ({ platform }) => platform).values()]
    .flatMap((there) => {
      const fixed = choices.map((candidates) => (candidates === places ? there : candidates))
      return findCombinations(fixed, bill, { count: 1 }).combinations
    })
    .toSorted((a, b) => middleOf(a.total) - middleOf(b.total))
}

function billedAlone(candidate: Candidate, bill: BillGroup): number {
  const billing = bill([candidate])
  return billing.status === "billed" ? middleOf(billing.bill.total) : 0
}

function candidatesOf(priced: readonly PricedCandidate[]): readonly Candidate[] {
  return priced.map(({ candidate }) => candidate)
}

function candidatesInPlace({ demand, priced }: PricedDemand): readonly Candidate[] {
  return candidatesOf(priced).filter(({ platform }) => platform === demand.placement.platform)
}

function keepsGoals({ goals }: StackInput): (candidate: Candidate) => boolean {
  return (candidate) => missedGoals(expectedService([candidate]), goals).length === 0
}

function keepsBudget({ total }: Combination, { budget }: StackInput): boolean {
  return budget === undefined || budgetVerdict(total, budget) === "within"
}

/** A part after all that call it. */
function callersFirst(demands: readonly Demand[]): readonly Demand[] {
  const byItem = new Map(demands.map((demand) => [demand.item, demand]))
  const depths = new Map<string, number>()
  const depthOf = ({ item, callers }: Demand): number => {
    const known = depths.get(item)
    if (known !== undefined) return known
    depths.set(item, 0)
    const above = callers.flatMap((caller) => byItem.get(caller) ?? [])
    const depth = 1 + Math.max(0, ...above.map(depthOf))
    depths.set(item, depth)
    return depth
  }
  return demands.toSorted((a, b) => depthOf(a) - depthOf(b))
}
