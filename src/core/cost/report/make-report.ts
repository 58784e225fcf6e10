import type { Demand } from "../demand/demand.ts"
import type { Unpriced } from "../bill.ts"
import type { PriceBook } from "../price-book.ts"
import { type Budget, budgetVerdict } from "../stack/budget.ts"
import type { Combination } from "../stack/combination.ts"
import type { PricedArchitecture } from "../stack/price-architectures.ts"
import type { StackEstimate } from "../stack/estimate-stack.ts"
import type { ServiceGoals } from "../stack/service-goals.ts"
import type { Advice, PricedWhatIf } from "../what-if/advice.ts"
import type { Spike } from "../what-if/spike.ts"
import type { Workload } from "../workload/workload.ts"
import type { CostReport, ReportedChange } from "./cost-report.ts"
import type { Curves } from "./curves.ts"
import { reportOption } from "./report-option.ts"
import { indexPrices, priceKey, reportedPrice } from "./report-prices.ts"
import { wouldFit } from "./would-fit.ts"
import { reportStack, type StackScope } from "./report-stack.ts"

export interface ReportInput {
  readonly project: string
  readonly environment: string
  /** `2026-11-21`. */
  readonly today: string
  readonly workload: Workload
  readonly assumptions: readonly string[]
  /** In the manifest's order. */
  readonly demands: readonly Demand[]
  /** Parts that run elsewhere. */
  readonly elsewhere: readonly string[]
  readonly estimate: StackEstimate
  readonly books: readonly PriceBook[]
  readonly goals: ServiceGoals
  readonly budget: Budget | undefined
  /** Ids of platforms that aidep can deploy to. */
  readonly deployable: ReadonlySet<string>
  readonly advice: Advice
  readonly whatIf: PricedWhatIf | undefined
  readonly volumes: CostReport["volumes"]
  readonly curves: Curves | undefined
  readonly spike: Spike | undefined
  readonly architectures: readonly PricedArchitecture[]
}

/** Puts an estimate into the form that every output has in common. */
export function makeReport(input: ReportInput): CostReport {
  const { estimate, goals, budget, workload } = input
  const scope: StackScope = {
    books: new Map(input.books.map((book) => [book.platform, book])),
    goals,
    order: input.demands.map(({ item }) => item),
    deployable: input.deployable,
  }
  const report = (stack: Combination) => reportStack(stack, scope)
  const { current, best, combinations } = estimate
  return {
    schema: "aidep/cost@1",
    project: input.project,
    environment: input.environment,
    date: input.today,
    workload: reportWorkload(workload),
    assumptions: [...input.assumptions],
    current: current === undefined ? null : report(current),
    best: best === undefined ? null : report(best),
    stacks: combinations.map(report),
    complete: estimate.complete,
    wouldFit: [...wouldFit(estimate, goals, budget)],
    advice: {
      savings: input.advice.savings.map(reportChange),
      without: input.advice.without.map(reportChange),
    },
    whatIf: input.whatIf === undefined ? null : reportChange(input.whatIf),
    parts: input.demands.map((demand) => reportPart(demand, input)),
    unpriced: unpricedOf(input),
    counts: countsOf(input),
    difference: null,
    architectures: input.architectures.map(({ architecture, combination, missing }) => ({
      id: architecture.id,
      title: architecture.title,
      stack: combination === undefined ? null : report(combination),
      missing: [...missing],
    })),
    spike: reportSpike(input.spike),
    volumes: input.volumes,
    curves: input.curves ?? null,
    budget:
      budget === undefined || current === undefined
        ? null
        : { ...budget, verdict: budgetVerdict(current.total, budget) },
    goals: { availability: goals.availability ?? null, p99Seconds: goals.p99Seconds ?? null },
    prices: usedPrices(input),
  }
}

function reportSpike(spike: Spike | undefined): CostReport["spike"] {
  if (spike === undefined) return null
  return { hourlyLimit: spike.hourlyLimit, requestsAnHour: spike.requestsAnHour ?? null }
}

function reportChange({ text, title, ...priced }: PricedWhatIf): ReportedChange {
  const { total, saves, reasons, coldShare } = priced
  return {
    text,
    title,
    total: total ?? null,
    saves: saves ?? null,
    reasons: [...reasons],
    coldShare: coldShare ?? null,
  }
}

function reportWorkload(workload: Workload): CostReport["workload"] {
  const { requests, cacheHits, responseBytes, shape, tokens, pingSeconds } = workload
  const active = shape.type === "hours" ? shape.active : busyHours(shape.weights)
  return {
    requests,
    cacheHits,
    responseBytes,
    activeShare: active,
    tokens: tokens === undefined ? null : { ...tokens },
    pingSeconds: pingSeconds ?? null,
  }
}

function busyHours(weights: readonly number[]): number {
  return weights.filter((weight) => weight > 0).length / weights.length
}

function reportPart({ item, kind }: Demand, input: ReportInput): CostReport["parts"][number] {
  const { estimate, goals, books, deployable } = input
  const prices = indexPrices(books)
  return {
    item,
    kind,
    options: estimate.priced
      .filter(({ candidate }) => candidate.item === item)
      .map((priced) => reportOption(priced, { goals, prices, deployable })),
    rejected: estimate.rejected
      .filter((rejected) => rejected.item === item)
      .map(({ platform, offer, reason }) => ({ platform, offer: offer ?? null, reason })),
  }
}

function unpricedOf({ estimate, elsewhere }: ReportInput): CostReport["unpriced"] {
  const { current, unpricedInPlace } = estimate
  const fromBills = (current?.bills ?? []).flatMap((bill) => bill.unpriced)
  return [
    ...unpricedInPlace.map((item) => ({
      item,
      what: "Everything",
      why: "Nothing with a price can carry it where the manifest puts it.",
    })),
    ...elsewhere.map((item) => ({ item, what: "Everything", why: "It runs elsewhere." })),
    ...fromBills.map(({ item, what, why }: Unpriced) => ({ item: item ?? null, what, why })),
  ]
}

/** Parts where the manifest puts them: those that cost something, those that do not, those that nobody can say. */
function countsOf({ estimate, elsewhere }: ReportInput): CostReport["counts"] {
  const { current, unpricedInPlace } = estimate
  const items = (current?.candidates ?? []).map(({ item }) => item)
  const paid = new Set(
    (current?.bills ?? []).flatMap(({ lines }) =>
      lines.flatMap(({ item, amount }) => (item !== undefined && amount.high > 0 ? [item] : [])),
    ),
  )
  return {
    priced: paid.size,
    free: items.filter((item) => !paid.has(item)).length,
    notPriced: unpricedInPlace.length + elsewhere.length,
  }
}

/** Every price that an amount of the report rests on. */
function usedPrices({ estimate, books, today }: ReportInput): CostReport["prices"] {
  const bills = [
    ...estimate.priced.map(({ alone }) => alone),
    ...[
      ...estimate.combinations,
      ...(estimate.current === undefined ? [] : [estimate.current]),
    ].flatMap((combination) => combination.bills),
  ]
  const used = new Set(
    bills.flatMap(({ platform, lines }) =>
      lines.flatMap(({ prices }) => prices.map((id) => priceKey(platform, id))),
    ),
  )
  return books.flatMap(({ platform, prices }) =>
    prices
      .filter(({ id }) => used.has(priceKey(platform, id)))
      .map((price) => reportedPrice(platform, price, today)),
  )
}
