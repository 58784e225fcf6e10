import { type Compared, compareReleases, type ComparisonRules, type Sample } from "./compare.ts"
import { comparedText, countText } from "./wording.ts"

/** `hold`: what was seen does not tell yet; measure on, or give up. */
export type CanaryVerdict = "promote" | "hold" | "undo"

export interface CanaryJudgement {
  readonly verdict: CanaryVerdict
  /** A sentence with the figures. */
  readonly reason: string
}

/**
 * Judges one step of a canary rollout by what callers of both releases saw at the same time. A release that is worse
 * beyond chance is undone even where few requests were seen; for a promotion all that was measured has to be within
 * what the rules tolerate.
 */
export function judgeCanary(
  before: Sample,
  after: Sample,
  rules: ComparisonRules,
): CanaryJudgement {
  const compared = compareReleases(before, after, rules)
  const [worse, unclear] = [withStatus(compared, "worse"), withStatus(compared, "unclear")]
  if (worse.length > 0) return { verdict: "undo", reason: `It is worse: ${texts(worse)}.` }
  const few = tooFew({ old: before.requests, new: after.requests }, rules)
  if (few !== undefined) return { verdict: "hold", reason: few }
  if (unclear.length > 0)
    return { verdict: "hold", reason: `It looks worse, which may be chance: ${texts(unclear)}.` }
  return { verdict: "promote", reason: `It is no worse: ${texts(compared)}.` }
}

function tooFew(
  seen: Readonly<Record<"old" | "new", number>>,
  { minRequests }: ComparisonRules,
): string | undefined {
  const few = (["new", "old"] as const).find((name) => seen[name] < minRequests)
  return few === undefined
    ? undefined
    : `The ${few} release had ${countText(seen[few])} of the ${countText(minRequests)} requests that a judgement needs.`
}

function withStatus(compared: readonly Compared[], status: Compared["status"]) {
  return compared.filter((one) => one.status === status)
}

function texts(compared: readonly Compared[]): string {
  return compared.map(comparedText).join(", ")
}
