import { type Estimate, estimateDifference, estimateShare } from "./confidence.ts"
import { type Distribution, estimateQuantile } from "./distribution.ts"

/** What was measured of one release; warm requests only. */
export interface Sample {
  readonly requests: number
  /** Those without the expected answer. */
  readonly errors: number
  /** Milliseconds of whole answers. */
  readonly latenciesMs: Distribution
  /** Milliseconds until the first token; of streams only. */
  readonly firstTokensMs?: Distribution | undefined
  /** Of each stream. */
  readonly tokensPerSecond?: Distribution | undefined
  /** Prompts with a known answer, by name: whether the answer was as expected. */
  readonly golden?: ReadonlyMap<string, boolean> | undefined
}

/** What a release may be worse by than the one before. */
export interface ComparisonRules {
  /** Requests of the new release before anything is said of it. */
  readonly minRequests: number
  /** More errors, as a share of all requests, 0 to 1. */
  readonly moreErrors: number
  /** Slower by this factor: 1.25 is a quarter more time. Tokens a second may fall by it. */
  readonly slower: number
  /** Milliseconds that are no difference, however large the factor. */
  readonly slowerMs: number
}

export const usualRules: ComparisonRules = {
  minRequests: 50,
  moreErrors: 0.01,
  slower: 1.25,
  slowerMs: 10,
}

/**
 * `worse`: by more than is tolerated, beyond chance. `unclear`: it looks like that and may be chance. `same`: what
 * was measured is within what is tolerated.
 */
export type ComparedStatus = "same" | "unclear" | "worse"

export interface Compared {
  /** "errors", "latency p95" ... */
  readonly measure: string
  readonly unit: "share" | "ms" | "tokens/s" | "prompts"
  readonly before: Estimate
  readonly after: Estimate
  readonly status: ComparedStatus
}

/** Both releases, measure by measure; what only one of them was measured for is left out. */
export function compareReleases(
  before: Sample,
  after: Sample,
  rules: ComparisonRules,
): readonly Compared[] {
  const quantiles = (name: string, pick: (sample: Sample) => Distribution | undefined) =>
    [0.5, 0.95].flatMap((share) => {
      const measure = `${name} p${share * 100}`
      return comparedTimes(measure, quantile(pick(before), share), quantile(pick(after), share))
    })
  const comparedTimes = (measure: string, first?: Estimate, second?: Estimate) =>
    first === undefined || second === undefined ? [] : [slower(measure, [first, second], rules)]
  return [
    errors(before, after, rules),
    ...quantiles("latency", ({ latenciesMs }) => latenciesMs),
    ...quantiles("first token", ({ firstTokensMs }) => firstTokensMs),
    ...tokens(before, after, rules),
    ...golden(before, after),
  ]
}

function quantile(values: Distribution | undefined, share: number): Estimate | undefined {
  return values === undefined ? undefined : estimateQuantile(values, share)
}

/** One or two failures happen to every release. */
const fewestErrors = 3

function errors(first: Sample, second: Sample, { moreErrors }: ComparisonRules): Compared {
  const before = estimateShare(first.errors, first.requests)
  const after = estimateShare(second.errors, second.requests)
  const difference = estimateDifference(before, after)
  const certain = second.errors >= fewestErrors && difference.low > moreErrors
  const status = statusOf(certain, difference.value > moreErrors)
  return { measure: "errors", unit: "share", before, after, status }
}

function slower(
  measure: string,
  [before, after]: readonly [Estimate, Estimate],
  { slower: factor, slowerMs }: ComparisonRules,
): Compared {
  const limit = (ms: number) => Math.max(ms * factor, ms + slowerMs)
  const status = statusOf(after.low > limit(before.high), after.value > limit(before.value))
  return { measure, unit: "ms", before, after, status }
}

function tokens(first: Sample, second: Sample, { slower: by }: ComparisonRules) {
  const before = quantile(first.tokensPerSecond, 0.5)
  const after = quantile(second.tokensPerSecond, 0.5)
  if (before === undefined || after === undefined) return []
  const status = statusOf(after.high < before.low / by, after.value < before.value / by)
  return [{ measure: "tokens a second", unit: "tokens/s", before, after, status } as const]
}

/** A prompt that the release before answered as expected has to be answered so again. */
function golden(first: Sample, second: Sample): readonly Compared[] {
  const kept = [...(first.golden ?? [])].flatMap(([name, met]) => {
    const now = second.golden?.get(name)
    return met && now !== undefined ? [now] : []
  })
  if (kept.length === 0) return []
  const met = kept.filter(Boolean).length
  const status = met < kept.length ? "worse" : "same"
  const [before, after] = [exactly(kept.length), exactly(met)]
  return [{ measure: "golden prompts", unit: "prompts", before, after, status }]
}

function exactly(value: number): Estimate {
  return { value, low: value, high: value }
}

function statusOf(certainly: boolean, measured: boolean): ComparedStatus {
  if (certainly) return "worse"
  return measured ? "unclear" : "same"
}
