import type { PoolLoad } from "../../../../src/core/cost/pool/pool-load.ts"
import { monthSeconds } from "../../../../src/core/cost/usage.ts"
import { daySegments } from "../../../../src/core/cost/workload/day-segments.ts"

export interface LoadWords {
  readonly requests: number
  /** Share of the day. */
  readonly active?: number
  readonly seconds?: number
  readonly slots?: number
  readonly idle?: number
}

/** A pool as the facts about billing describe it: 1.5 s a request, ten seconds to start, no cap that matters. */
export function load(
  { requests, active = 1, seconds = 1.5, slots = 8, idle = 60 }: LoadWords,
  changes: Partial<PoolLoad> = {},
): PoolLoad {
  return {
    day: daySegments(requests, { type: "hours", active }),
    duration: { mean: seconds },
    slots,
    idleSeconds: idle,
    coldSeconds: 10,
    roundUpSeconds: 0,
    warm: 0,
    cap: 1000,
    ...changes,
  }
}

/** Billed time in instances that are always open. */
export function months(seconds: number): number {
  return seconds / monthSeconds
}
