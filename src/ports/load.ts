import type { ProbeOptions, ProbeOutcome, ProbeRequest } from "./prober.ts"

/**
 * Sends requests at times that were settled before, whatever the answers do: an open loop. A server that stalls is
 * asked on, and what it makes callers wait is measured.
 */
export interface Load {
  /** Total: ends when every request has its outcome. */
  readonly run: (plan: LoadPlan, seen: (result: LoadResult) => void) => Promise<void>
}

export interface LoadPlan {
  /** Sent in turn; all to one origin. */
  readonly requests: readonly ProbeRequest[]
  /** How many are sent in all. */
  readonly count: number
  /** At even distances, the first at once. */
  readonly ratePerSecond: number
  /** For each request, from when it was due. */
  readonly timeoutMs: number
  /** Connections that are open at once, at most; what finds none waits, and its time runs. */
  readonly connections: number
  /** A longer body is a failure. Default: 1 MiB. */
  readonly maxBodyBytes?: number | undefined
  readonly privateAddresses?: ProbeOptions["privateAddresses"]
  /** Sends no further requests; those on the way end as aborted. */
  readonly signal?: AbortSignal | undefined
}

export interface LoadResult {
  /** Which of the plan's requests. */
  readonly request: number
  /** When it was due; milliseconds from the start of the run. */
  readonly dueMs: number
  /** How much later than due it was handed over, because this process was busy. */
  readonly lateMs: number
  /** True where every connection was taken when it was handed over. */
  readonly queued: boolean
  /** Its times count from when the request was due. */
  readonly outcome: ProbeOutcome
}
