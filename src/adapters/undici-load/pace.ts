export interface Pace {
  readonly count: number
  readonly intervalMs: number
  /** On the clock of `performance.now()`. */
  readonly startedMs: number
  readonly signal: AbortSignal | undefined
  readonly send: (index: number, dueMs: number) => void
}

/** Node's timers are late by up to a millisecond and a half: the rest is waited for turn by turn. */
const timerSlackMs = 2

/** Calls `send` whenever a request is due; what is overdue goes at once, so that the rate holds. Ends with the last. */
export async function keepPace({
  count,
  intervalMs,
  startedMs,
  signal,
  send,
}: Pace): Promise<void> {
  await new Promise<void>((resolve) => {
    let next = 0
    const turn = (): void => {
      if (signal?.aborted === true) return resolve()
      const elapsedMs = performance.now() - startedMs
      while (next < count && next * intervalMs <= elapsedMs) {
        send(next, next * intervalMs)
        next += 1
      }
      const waitMs = next * intervalMs - elapsedMs
      if (next >= count) resolve()
      else if (waitMs <= timerSlackMs) setImmediate(turn)
      else setTimeout(turn, Math.min(waitMs - timerSlackMs, longestNapMs))
    }
    turn()
  })
}

/** An interruption is seen within it. */
const longestNapMs = 100
