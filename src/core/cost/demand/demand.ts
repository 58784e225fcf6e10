import type { Gpu } from "../../project/project.ts"
import type { DaySegment, Duration } from "../pool/pool-load.ts"
import type { ItemKind, TokenUsage } from "../usage.ts"

/** What one part of the stack asks of whatever carries it, for a month. */
export interface Demand {
  readonly item: string
  readonly kind: ItemKind
  /** Where the manifest puts it, and where it may go. */
  readonly placement: { readonly platform: string; readonly targets: readonly string[] }
  readonly region: string | undefined
  /** Of one instance; undefined: whatever the platform gives. */
  readonly cpu: number | undefined
  readonly memoryGiB: number
  /** Alternatives in order; empty for none. */
  readonly gpus: readonly Gpu[]
  readonly scale: DemandedScale
  readonly day: readonly DaySegment[]
  readonly requests: number
  readonly timing: Timing
  /** Average of what one open instance holds. */
  readonly residentGiB: number
  readonly storageGiB: number
  readonly operations: number
  /** GB that leave for the internet. */
  readonly egressGB: number
  /** GB that leave for the callers, which is traffic only where they are on another platform. */
  readonly hopGB: number
  readonly callers: readonly string[]
  readonly buildMinutes: number
  /** Undefined: not stated. */
  readonly tokens: TokenUsage | undefined
  /** Something asks every so many seconds, to keep it awake. */
  readonly pingSeconds: number | undefined
  /** Works on a schedule, without anybody waiting. */
  readonly scheduled: boolean
}

export interface DemandedScale {
  readonly min: number
  readonly max: number
  /** Requests that one instance takes at a time. */
  readonly concurrency: number
  readonly idleSeconds: number | undefined
}

/** What one request takes. */
export interface Timing {
  /** Without a GPU; with the time it waits for services behind it. */
  readonly duration: Duration
  /** Of the duration, the wait for services behind it. */
  readonly waitingSeconds: number
  readonly cpuSeconds: number
  /** By GPU type; a type that is missing was not measured. */
  readonly gpuSeconds: Readonly<Record<string, number>>
  readonly batchGain: number
  /** From the start of the process to its first answer. */
  readonly startSeconds: number
}
