/** What a pool of instances is asked to do, and how it opens and closes. Times in seconds. */
export interface PoolLoad {
  /** A day that repeats; the seconds add up to 86,400. */
  readonly day: readonly DaySegment[]
  readonly duration: Duration
  /** Requests that one instance works on at a time without being slower for it. */
  readonly slots: number
  /** How long an instance without requests stays open. */
  readonly idleSeconds: number
  /** From opening to the first request. */
  readonly coldSeconds: number
  /** Each run of an instance is billed in multiples of this. */
  readonly roundUpSeconds: number
  /** Instances that never close. */
  readonly warm: number
  /** Most instances at one time; further requests wait for a free slot. */
  readonly cap: number
}

/** A part of the day with independent arrivals at a steady rate. */
export interface DaySegment {
  readonly seconds: number
  readonly perSecond: number
}

/** How long a request takes: always the mean, or as likely as each of the measured ones. */
export interface Duration {
  readonly mean: number
  readonly measured?: readonly number[]
}

export const daySeconds = 86_400

/** Requests a second in the busiest part of the day. */
export function busiestRate(day: readonly DaySegment[]): number {
  return Math.max(0, ...day.map(({ perSecond }) => perSecond))
}

export function requestsADay(day: readonly DaySegment[]): number {
  return day.reduce((sum, { seconds, perSecond }) => sum + seconds * perSecond, 0)
}

/** Instances that are busy on average in the busiest part of the day: above the cap, a queue grows without end. */
export function busyInstances({
  day,
  duration,
  slots,
}: Pick<PoolLoad, "day" | "duration" | "slots">): number {
  return (busiestRate(day) * duration.mean) / slots
}
