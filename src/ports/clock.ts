export interface Clock {
  /** The day in UTC: `2026-11-21`. */
  readonly today: () => string
}
