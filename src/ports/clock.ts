export interface Clock {
  /** The day in UTC: `2026-11-21`. */
  readonly today: () => string
  /** Milliseconds since 1970. Never goes back within a run, even where the machine's clock is set. */
  readonly nowMs: () => number
  /** Waits; ends at once, without an exception, when the signal aborts. */
  readonly sleep: (durationMs: number, signal?: AbortSignal) => Promise<void>
}
