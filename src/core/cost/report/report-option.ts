import type { PricedCandidate } from "../stack/price-demand.ts"
import { expectedService, missedGoals, type ServiceGoals } from "../stack/service-goals.ts"
import type { ReportedOption } from "./cost-report.ts"
import { leastConfidence, type PriceIndex, priceKey } from "./report-prices.ts"
import { gpuText, reportService } from "./report-stack.ts"

export interface OptionScope {
  readonly goals: ServiceGoals
  readonly prices: PriceIndex
  /** Ids of platforms that aidep can deploy to. */
  readonly deployable: ReadonlySet<string>
}

/** One way to run one part, on an account of its own. */
export function reportOption(
  { candidate, alone }: PricedCandidate,
  { goals, prices, deployable }: OptionScope,
): ReportedOption {
  const { platform, offer, gpu, usage, work, neededInstances } = candidate
  const expected = expectedService([candidate])
  const paid = alone.lines.filter(({ amount }) => amount.low !== 0 || amount.high !== 0)
  const used = (paid.length > 0 ? paid : alone.lines).flatMap((line) =>
    line.prices.flatMap((id) => prices.get(priceKey(platform, id)) ?? []),
  )
  return {
    platform,
    offer: offer.id,
    offerTitle: offer.title,
    gpu: gpu === undefined ? null : gpuText(gpu),
    plan: alone.plan.id,
    total: alone.total,
    usefulSeconds: work.usefulSeconds,
    billedSeconds: work.billedSeconds,
    idleShare: idleShare(usage.seconds),
    startsAMonth: usage.starts,
    instances: {
      warm: usage.warmInstances,
      needed: neededInstances,
      peak: usage.peakInstances,
    },
    service: reportService(expected),
    missed: [...missedGoals(expected, goals)],
    halfWidth: work.halfWidth,
    formula:
      work.closedForm === undefined
        ? null
        : { openSeconds: work.closedForm.openSeconds, applies: work.closedForm.applies },
    oldestPrice: oldest(used.map(({ asOf }) => asOf)),
    leastConfidence: leastConfidence(used),
    terms: offer.terms ?? null,
    deployable: deployable.has(platform),
    interruptible: offer.interruptible ?? false,
  }
}

function idleShare({ busy, billed }: { readonly busy: number; readonly billed: number }): number {
  return billed === 0 ? 0 : Math.min(1, Math.max(0, 1 - busy / billed))
}

/** Null where nobody knows one of the days. */
function oldest(days: readonly (string | undefined)[]): string | null {
  const known = days.filter((day) => day !== undefined).toSorted()
  return known.length < days.length ? null : (known[0] ?? null)
}
