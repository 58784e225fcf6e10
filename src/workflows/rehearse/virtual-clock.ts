import type { Clock } from "../../ports/clock.ts"

/**
 * A clock on which nobody waits: as soon as nothing else is left to do, time jumps to the next moment that
 * somebody sleeps until. What runs side by side wakes in the right order.
 */
export function virtualClock(startMs = Date.parse("2026-11-21T00:00:00Z")): Clock {
  let nowMs = startMs
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>()

  const jump = (): void => {
    const next = [...sleepers].toSorted((a, b) => a.untilMs - b.untilMs)[0]
    if (next === undefined) return
    sleepers.delete(next)
    nowMs = Math.max(nowMs, next.untilMs)
    next.wake()
  }

  const sleep = async (durationMs: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted === true) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const sleeper = { untilMs: nowMs + durationMs, wake: resolve }
    const abort = (): void => {
      sleepers.delete(sleeper)
      resolve()
    }
    sleepers.add(sleeper)
    signal?.addEventListener("abort", abort, { once: true })
    // One jump for each sleeper, after everything that is ready has run.
    setImmediate(jump)
    await promise
    signal?.removeEventListener("abort", abort)
  }

  return {
    today: () => new Date(nowMs).toISOString().slice(0, "2026-11-21".length),
    nowMs: () => nowMs,
    sleep,
  }
}
