import { monthSeconds } from "../usage.ts"
import { busiestRate, daySeconds, type PoolLoad } from "./pool-load.ts"

/** What the formula says of a month. */
export interface ClosedForm {
  /** Seconds that one instance is open, cold starts among them. */
  readonly openSeconds: number
  readonly starts: number
  /** True where the formula may be trusted: one instance carries the load and requests come in one stretch a day. */
  readonly applies: boolean
}

/**
 * The pool as one instance: open from the first request until no request came for the idle time. With Poisson
 * arrivals, the mean open time is that of the busy period of a queue with endless servers, each request "served"
 * for its duration and the idle time: (exp(rate * (duration + idle)) - 1) / rate, whatever the distribution of
 * the durations.
 */
export function closedForm(load: PoolLoad): ClosedForm {
  const active = load.day.filter(({ perSecond }) => perSecond > 0)
  const rate = busiestRate(load.day)
  const activeShare = active.reduce((sum, { seconds }) => sum + seconds, 0) / daySeconds
  const month = monthSeconds * activeShare
  const applies = oneStretch(load) && oneCarries(load, rate) && load.warm === 0
  if (rate === 0) return { openSeconds: 0, starts: 0, applies: true }
  const stay = load.duration.mean + load.idleSeconds
  const longest = 50
  if (rate * stay > longest) {
    const blocks = activeShare < 1 ? monthSeconds / daySeconds : 0
    const ends = blocks * (load.idleSeconds + load.coldSeconds)
    return { openSeconds: month + ends, starts: Math.ceil(blocks), applies }
  }
  const open = load.coldSeconds + Math.expm1(rate * stay) / rate
  const starts = month / (1 / rate + open)
  return { openSeconds: starts * open, starts, applies }
}

/** Requests come all day, or in one stretch so long that how it ends does not matter. */
function oneStretch({ day, idleSeconds, coldSeconds }: PoolLoad): boolean {
  const [stretch, ...others] = day.filter(({ perSecond }) => perSecond > 0)
  if (stretch === undefined || others.length > 0) return false
  return day.length === 1 || stretch.seconds > 200 * (idleSeconds + coldSeconds)
}

/** Fewer than one request in ten thousand finds all slots of one instance taken. */
function oneCarries({ duration, slots, coldSeconds }: PoolLoad, rate: number): boolean {
  const inFlight = rate * Math.max(duration.mean, coldSeconds)
  return slots >= inFlight + 4 * Math.sqrt(inFlight) + 1
}
