import type { CostLine } from "../bill.ts"
import type { Candidate } from "../candidate/candidate.ts"
import type { PriceBook } from "../price-book.ts"
import type { Combination } from "../stack/combination.ts"
import type { PlatformBill } from "../stack/platform-bill.ts"
import { expectedService, missedGoals, type ServiceGoals } from "../stack/service-goals.ts"
import { addUsd, middleOf, type Usd } from "../usd.ts"
import type { ReportedStack } from "./cost-report.ts"

export interface StackScope {
  readonly books: ReadonlyMap<string, PriceBook>
  readonly goals: ServiceGoals
  /** Names of the parts in the order that people know. */
  readonly order: readonly string[]
  /** Ids of platforms that aidep can deploy to. */
  readonly deployable: ReadonlySet<string>
}

export function reportStack(
  { candidates, bills, total }: Combination,
  scope: StackScope,
): ReportedStack {
  const { books, goals, order } = scope
  const expected = expectedService(candidates)
  return {
    placements: candidates
      .toSorted((a, b) => order.indexOf(a.item) - order.indexOf(b.item))
      .map((candidate) => reportPlacement(candidate, bills, scope)),
    platforms: bills.map((bill) => reportPlatform(bill, books)),
    total,
    plusMinus: plusMinusOf(candidates, bills),
    service: reportService(expected),
    missed: [...missedGoals(expected, goals)],
  }
}

/** What a credit pays for in any case does not move the sum. */
function plusMinusOf(candidates: readonly Candidate[], bills: readonly PlatformBill[]): number {
  const paid = new Set(
    bills.filter(({ total }) => middleOf(total) > 0).map(({ platform }) => platform),
  )
  return candidates
    .filter(({ platform }) => paid.has(platform))
    .reduce((sum, { item, work }) => sum + work.halfWidth * middleOf(ownAmount(item, bills)), 0)
}

export function reportService(expected: ReturnType<typeof expectedService>) {
  return {
    p99Seconds: expected.p99Seconds ?? null,
    p99WithStartsSeconds: expected.p99AllSeconds ?? null,
    availability: Math.min(1, expected.availability),
    coldShare: expected.coldShare,
  }
}

function reportPlacement(
  { item, platform, offer, gpu, usage }: Candidate,
  bills: readonly PlatformBill[],
  { deployable }: StackScope,
): ReportedStack["placements"][number] {
  return {
    item,
    kind: usage.kind,
    platform,
    offer: offer.id,
    offerTitle: offer.title,
    gpu: gpu === undefined ? null : gpuText(gpu),
    terms: offer.terms ?? null,
    deployable: deployable.has(platform),
    amount: ownAmount(item, bills),
  }
}

export function gpuText({ type, count }: { readonly type: string; readonly count: number }) {
  return count === 1 ? type : `${count} x ${type}`
}

function ownAmount(item: string, bills: readonly PlatformBill[]): Usd {
  const own = bills.flatMap(({ lines }) => lines.filter((line) => line.item === item))
  return addUsd(...own.map(({ amount }) => amount))
}

function reportPlatform(
  { platform, plan, total, lines, refusedPlans }: PlatformBill,
  books: ReadonlyMap<string, PriceBook>,
): ReportedStack["platforms"][number] {
  return {
    platform,
    title: books.get(platform)?.title ?? platform,
    plan: plan.id,
    planTitle: plan.title,
    terms: plan.terms ?? null,
    total,
    lines: lines.map(reportLine),
    refusedPlans: refusedPlans.map((refused) => ({
      plan: refused.plan,
      reasons: [...refused.reasons],
    })),
  }
}

function reportLine(line: CostLine): ReportedStack["platforms"][number]["lines"][number] {
  const { item, prices, note, ...rest } = line
  return { ...rest, item: item ?? null, prices: [...prices], note: note ?? null }
}
