import type { Duration } from "../pool/pool-load.ts"

/** What a month asks of the whole stack. */
export interface Workload {
  /** Requests from outside in a month of 730 hours. */
  readonly requests: number
  /** How they spread over a day. */
  readonly shape: DayShape
  /** Share of requests, 0 to 1, that are answered without calling the services behind. */
  readonly cacheHits: number
  /** Bytes of one answer. */
  readonly responseBytes: number
  /** Of one request to a model; undefined: not known, so hosted models cannot be compared. */
  readonly tokens: RequestTokens | undefined
  /** Deployments a month: they take build minutes. */
  readonly deploys: number
  /** A request that something sends every so many seconds to keep the stack awake. */
  readonly pingSeconds: number | undefined
  /** By service name. */
  readonly services: ReadonlyMap<string, ServiceWorkload>
}

/** `hours`: one stretch a day, as a share of it. `weights`: how busy each of 24 hours is, in any unit. */
export type DayShape =
  | { readonly type: "hours"; readonly active: number }
  | { readonly type: "weights"; readonly weights: readonly number[] }

export interface RequestTokens {
  readonly input: number
  /** Of the input, those that the vendor has cached. */
  readonly cached: number
  readonly output: number
}

/** What one request, or one run of a job, takes of a service. Undefined: not stated. */
export interface ServiceWorkload {
  readonly gpuSeconds: Readonly<Record<string, number>>
  readonly batchGain: number | undefined
  readonly duration: Duration | undefined
  readonly cpuSeconds: number | undefined
  readonly memoryGiB: number | undefined
  readonly startSeconds: number | undefined
}

export const emptyServiceWorkload: ServiceWorkload = {
  gpuSeconds: {},
  batchGain: undefined,
  duration: undefined,
  cpuSeconds: undefined,
  memoryGiB: undefined,
  startSeconds: undefined,
}
