import { chooseChecks, chooseRate, type LoadedService } from "../../core/slo/choose-checks.ts"
import type { Objectives, SloPlan } from "../../core/slo/judge-slo.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { nothingToLoad, rateAboveLimit } from "../../errors/catalogue/slo.ts"
import type { Place } from "../../errors/diagnostic.ts"
import type { LoadedProject } from "../load-project.ts"

/** What a caller asks for; either makes a run. */
export interface SloInput {
  /** Default: a minute. */
  readonly durationMs?: number | undefined
  /** Default: 20, or what the edge's rate limit takes. */
  readonly ratePerSecond?: number | undefined
  /** Address of another release of the same service, which is asked at the same time. */
  readonly against?: string | undefined
  /** Called at the start and after each request. */
  readonly progress?: ((step: LoadStep) => void) | undefined
}

/** How far a load is; `requests` are those to all releases. */
export interface LoadStep {
  readonly service: string
  readonly answered: number
  readonly requests: number
}

export interface PlannedSlo extends LoadedService {
  readonly plan: SloPlan
  readonly objectives: Objectives
  readonly against: string | undefined
  readonly progress: SloInput["progress"]
  /** Where the manifest states the objectives. */
  readonly place: Place | undefined
}

const usualDurationMs = 60_000

/**
 * Settles what a run asks and how fast, before anything is sent.
 *
 * @throws AidepError `slo/nothing-to-ask`, `slo/rate-above-limit`.
 */
export function planSlo(
  { durationMs = usualDurationMs, ratePerSecond, against, progress }: SloInput,
  { project, parsed }: Pick<LoadedProject, "project" | "parsed">,
): PlannedSlo {
  const chosen = chooseChecks(project)
  if (chosen === undefined) throw new AidepError(problem(nothingToLoad, {}))
  const { service } = chosen
  const rate = chooseRate(ratePerSecond, service, project.edge)
  if (!rate.ok) {
    const details = { service, rate: ratePerSecond ?? 0, most: rate.mostPerSecond }
    throw new AidepError(problem(rateAboveLimit, details))
  }
  const plan = { ratePerSecond: rate.ratePerSecond, durationMs }
  const { slo } = parsed.manifest
  const place = slo && parsed.places.value(["slo"])
  return { ...chosen, plan, objectives: slo ?? {}, against, progress, place }
}
