import { type DaySegment, daySeconds, type PoolLoad } from "./pool-load.ts"

/** A stretch that is simulated, and how often it counts. */
export interface Phase {
  readonly seconds: number
  readonly perSecond: number
  readonly weight: number
}

/** A pool has forgotten how a stretch began after this many times its slowest reaction. */
const reactions = 3
/** Requests that a window holds at least. */
const windowRequests = 1500

/**
 * The phases of a day. Of a long steady segment the beginning is simulated as it is, and then a window which stands
 * for the rest of it, because a pool that has settled goes on like that. Stretches without requests are simulated
 * whole: they cost nothing.
 */
export function phasesOf(load: PoolLoad): readonly Phase[] {
  const single = load.day.length === 1
  return load.day
    .filter(({ seconds }) => seconds > 0)
    .flatMap((segment) => (single ? steadyDay(segment, load) : phasesOfSegment(segment, load)))
}

function steadyDay({ seconds, perSecond }: DaySegment, load: PoolLoad): readonly Phase[] {
  const window = Math.min(seconds, windowOf(perSecond, load))
  return [{ seconds: window, perSecond, weight: daySeconds / window }]
}

function phasesOfSegment({ seconds, perSecond }: DaySegment, load: PoolLoad): readonly Phase[] {
  const window = windowOf(perSecond, load)
  if (perSecond === 0 || seconds <= 2 * window) return [{ seconds, perSecond, weight: 1 }]
  return [
    { seconds: window, perSecond, weight: 1 },
    { seconds: window, perSecond, weight: (seconds - window) / window },
  ]
}

function windowOf(perSecond: number, load: PoolLoad): number {
  const reaction = load.idleSeconds + load.coldSeconds + load.duration.mean
  return Math.max(reactions * reaction, windowRequests / perSecond)
}
