import type { Candidate } from "../candidate/candidate.ts"

/** What the manifest promises; undefined: nothing. */
export interface ServiceGoals {
  /** Share of requests, 0 to 1, that are answered. */
  readonly availability: number | undefined
  /** Seconds that 99 of 100 requests which meet an open instance stay within. */
  readonly p99Seconds: number | undefined
}

export interface ExpectedService {
  readonly p99Seconds: number | undefined
  /** With the requests that wait for an instance to start. */
  readonly p99AllSeconds: number | undefined
  readonly availability: number
  /** Share of requests that wait for an instance to start. */
  readonly coldShare: number
}

/** A request meets a service that is called from outside and, behind it, the slowest; each may fail it. */
export function expectedService(candidates: readonly Candidate[]): ExpectedService {
  const answers = candidates.filter(answersRequests)
  const [front, behind] = [
    answers.filter(({ callers }) => callers.length === 0),
    answers.filter(({ callers }) => callers.length > 0),
  ]
  const along = (secondsOf: (candidate: Candidate) => number | undefined) => {
    const known = [front, behind].flatMap((group) => slowest(group.map(secondsOf)) ?? [])
    return known.length === 0 ? undefined : known.reduce((sum, seconds) => sum + seconds, 0)
  }
  return {
    p99Seconds: along(({ level }) => level.p99.warm),
    p99AllSeconds: along(({ level }) => level.p99.all),
    availability: answers.reduce((share, { level }) => share * level.answeredShare, 1),
    coldShare: Math.max(0, ...answers.map(({ level }) => level.coldShare)),
  }
}

/** True for what somebody waits for: not for jobs, stores and files. */
export function answersRequests({ usage }: Candidate): boolean {
  return usage.kind === "web" || usage.kind === "inference"
}

/** Why the goals are missed, in sentences; empty when they are met. */
export function missedGoals(
  { p99Seconds, availability }: ExpectedService,
  goals: ServiceGoals,
): readonly string[] {
  const slow =
    goals.p99Seconds !== undefined && p99Seconds !== undefined && p99Seconds > goals.p99Seconds
  const unsure = goals.availability !== undefined && availability < goals.availability
  return [
    ...(slow
      ? [`p99 is ${shownSeconds(p99Seconds)}, and ${shownSeconds(goals.p99Seconds)} are promised.`]
      : []),
    ...(unsure
      ? [
          `${percent(availability)} of requests are answered, and ${percent(goals.availability)} are promised.`,
        ]
      : []),
  ]
}

function slowest(seconds: readonly (number | undefined)[]): number | undefined {
  const known = seconds.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

export function shownSeconds(seconds: number | undefined): string {
  if (seconds === undefined) return "?"
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Number(seconds.toPrecision(2))} s`
}

function percent(share: number | undefined): string {
  return `${Number(((share ?? 0) * 100).toFixed(2))} %`
}
