import type { Change } from "../../../core/plan/changes.ts"
import type { DriverOptions } from "../drivers.ts"
import { comparison, outputsOf, type DecidedChanges } from "../plan-deploy.ts"
import type { Run } from "../run.ts"
import type { ApplyInput, StepEvent } from "./apply-step.ts"

/** As many calls as platforms answer side by side without limits of their own. */
const defaultConcurrency = 16

export interface ApplyOptions extends DriverOptions {
  readonly signal: AbortSignal
  readonly concurrency?: number | undefined
  readonly report?: ((event: StepEvent) => void) | undefined
}

/** What carrying a plan out takes. */
export function applyInput(
  { loaded, secrets, drivers, journal }: Run,
  { changes, observed, parts, wire, rollout }: DecidedChanges,
  {
    progress = () => {},
    signal,
    concurrency = defaultConcurrency,
    report = () => {},
  }: ApplyOptions,
): ApplyInput {
  const touched = new Set(changes.map(addressOf))
  const outside = outputsOf(observed.filter(({ address }) => !touched.has(address)))
  return {
    loaded,
    secrets,
    drivers,
    journal,
    changes,
    parts,
    wire,
    rollout,
    outside,
    progress,
    report,
    signal,
    concurrency,
    compare: (outputs) => comparison({ loaded, secrets, parts, outputs }),
  }
}

function addressOf(change: Change): string {
  return change.type === "remove" ? change.observed.address : change.desired.address
}
