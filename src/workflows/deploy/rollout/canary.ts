import type { Change } from "../../../core/plan/changes.ts"
import type { ObservedResource } from "../../../core/plan/resource.ts"
import type { Rollout, Service } from "../../../core/project/project.ts"
import type { ComparisonRules } from "../../../core/slo/compare.ts"
import { usualRules } from "../../../core/slo/compare.ts"
import { type CanaryJudgement, judgeCanary } from "../../../core/slo/canary.ts"
import { problem } from "../../../errors/aidep-error.ts"
import { stillSplit, stopped, takenBack } from "../../../errors/catalogue/rollout.ts"
import type { ApplyOutcome, Canary, RemoteScope, ResourceWork } from "../../../provider/remote.ts"
import type { Driver } from "../drivers.ts"
import { type Watched, watchVersions } from "./watch-versions.ts"

/** A service whose new version comes up beside the one that serves. */
export interface CanaryRun {
  readonly canary: Canary
  readonly scope: RemoteScope
  readonly work: ResourceWork & { readonly observed: ObservedResource }
  readonly service: Service
  readonly rollout: Rollout
}

export type Update = Pick<
  Extract<Change, { readonly type: "update" | "replace" }>,
  "desired" | "observed"
>

/** True for a change that goes step by step. */
export function isCanary(
  change: Update,
  { remote: { canary } }: Driver,
  rollout: Rollout,
): boolean {
  const { desired, observed } = change
  // What does not serve cannot be compared with, and the same version needs no second one beside it.
  if (observed.state !== "running" || observed.deploymentId === desired.deploymentId) return false
  return rollout.strategy === "canary" && canary?.applies(desired) === true
}

/** How a change is rolled out step by step; undefined where it goes all at once. */
export function canaryRun(
  change: Update,
  work: ResourceWork,
  {
    driver,
    rollout,
    service,
  }: {
    readonly driver: Driver
    readonly rollout: Rollout
    readonly service: Service | undefined
  },
): CanaryRun | undefined {
  const {
    remote: { canary },
    scope,
  } = driver
  if (canary === undefined || service === undefined || !isCanary(change, driver, rollout))
    return undefined
  return { canary, scope, work: { ...work, observed: change.observed }, service, rollout }
}

/** Requests of each version that a judgement takes: its own probes are all the traffic that is counted on. */
const rules: ComparisonRules = { ...usualRules, minRequests: 20 }

/** So often a step is watched again when it cannot be judged yet. */
const mostWatches = 3

/** Gives the new version more and more of the traffic, and takes it back where it is worse than the one before. */
export async function rollOut(run: CanaryRun): Promise<ApplyOutcome> {
  const { canary, scope, work, service, rollout } = run
  let outcome: ApplyOutcome | undefined
  for (const share of rollout.steps) {
    const percent = Math.round(share * 100)
    scope.progress(service.name, `Giving the new version ${percent} % of the traffic`)
    outcome = await canary.shift({ ...work, percent }, scope)
    if (outcome.status === "failed")
      return await takeBack(run, { percent, reason: outcome.problem.message, log: outcome.log })
    if (percent >= 100) break
    const { verdict, reason } = await judgeStep(run, percent, outcome)
    if (scope.signal.aborted)
      return {
        status: "failed",
        problem: problem(stopped, { service: service.name, percent }),
        log: [],
      }
    if (verdict !== "promote") return await takeBack(run, { percent, reason, log: [] })
    scope.progress(service.name, reason)
  }
  if (outcome === undefined) throw new TypeError("a rollout without steps")
  return outcome
}

type Applied = Extract<ApplyOutcome, { readonly status: "applied" }>

async function judgeStep(
  { scope, work, service, rollout }: CanaryRun,
  percent: number,
  { outputs }: Applied,
): Promise<CanaryJudgement> {
  let seen: Watched | undefined
  for (let watch = 1; ; watch += 1) {
    seen = await watchVersions(
      {
        address: outputs.isPrivate === true ? undefined : outputs.url,
        service,
        newId: work.desired.deploymentId ?? "",
        pauseMs: rollout.pauseMs,
        enough: rules.minRequests,
      },
      scope,
      seen,
    )
    if (!seen.tellsVersions)
      return { verdict: "promote", reason: "Nobody outside can tell its versions apart." }
    const judgement = judgeCanary(seen.before, seen.after, rules)
    if (judgement.verdict !== "hold" || watch === mostWatches || scope.signal.aborted)
      return judgement
    scope.progress(service.name, `Holding at ${percent} %: ${judgement.reason}`)
  }
}

interface Step {
  readonly percent: number
  readonly reason: string
  readonly log: readonly string[]
}

async function takeBack(
  { canary, scope, work, service }: CanaryRun,
  { percent, reason, log }: Step,
): Promise<ApplyOutcome> {
  scope.progress(service.name, "Taking the new version back")
  const aborted = await canary.abort(work, scope)
  const step = { service: service.name, percent, reason }
  return aborted.status === "applied"
    ? { status: "failed", problem: problem(takenBack, step), log }
    : {
        status: "failed",
        problem: problem(stillSplit, { ...step, reason: aborted.problem.message }),
        log: [...log, ...aborted.log],
      }
}
