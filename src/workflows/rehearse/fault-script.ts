import type { Simulation } from "../../provider/simulation.ts"
import { type Fault, isOfDeployment } from "./fault.ts"

/** Which fault each call meets. */
export interface FaultScript {
  /** Counts the call. A change cannot read what is stale. */
  readonly next: (operation: string, effect: "read" | "change") => Fault | undefined
}

export function faultScript(faults: readonly Fault[]): FaultScript {
  const counts = new Map<string, number>()
  return {
    next: (operation, effect) => {
      const count = (counts.get(operation) ?? 0) + 1
      counts.set(operation, count)
      return faults.find(
        ({ platform, subject, kind, nth }) =>
          !isOfDeployment(kind) &&
          !(kind === "stale-read" && effect === "change") &&
          `${platform}.${subject}` === operation &&
          nth === count,
      )
    },
  }
}

/** A simulated platform and what it held before its last change: a stale read sees that. */
export interface SimulatedPlatform {
  readonly platform: string
  readonly simulation: Simulation
  before?: unknown
}

/** Answers a call that the platform bends: from what it held before, or without keeping what it does. */
export function bent<Answer>(
  { kind }: Fault,
  platform: SimulatedPlatform,
  answer: () => Answer,
): Answer {
  const { simulation, before } = platform
  const held = simulation.save()
  if (kind === "stale-read" && before !== undefined) simulation.restore(before)
  const outcome = answer()
  simulation.restore(held)
  return outcome
}

/** How long a call takes. */
export function delayMs(
  { simulation: { delaysMs } }: SimulatedPlatform,
  operation: string,
): number {
  return delaysMs[operation] ?? delaysMs.other
}
