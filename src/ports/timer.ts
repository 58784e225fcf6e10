/** Does things beside the work, at real times: the clock of a rehearsal does not move it, and it holds up nobody. */
export interface Timer {
  /** Answers with what ends it. A turn that takes longer than the interval is not overtaken by the next. */
  readonly every: (intervalMs: number, turn: () => Promise<void>) => () => void
}
