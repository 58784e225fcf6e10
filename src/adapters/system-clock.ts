import { setTimeout as wait } from "node:timers/promises"
import type { Clock } from "../ports/clock.ts"

/** The clock of this machine. */
export const systemClock: Clock = {
  today: () => new Date().toISOString().slice(0, "2026-11-21".length),
  nowMs: () => performance.timeOrigin + performance.now(),
  sleep,
}

async function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(durationMs, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    if (signal?.aborted !== true) throw error
  }
}
