import type { SimulatedCall } from "./simulated-http.ts"

/** One line of what happened when, on the clock of the rehearsal. */
export type TimelineEntry =
  | { readonly type: "note"; readonly atMs: number; readonly owner: string; readonly text: string }
  | {
      readonly type: "call"
      readonly atMs: number
      readonly tookMs: number
      readonly operation: string
      /** Status code, or what the network did. */
      readonly outcome: string
      /** The fault that it met, as `--fault` names it. */
      readonly fault: string | undefined
    }

export interface Timeline {
  readonly note: (owner: string, text: string) => void
  readonly call: (call: SimulatedCall) => void
  /** In the order in which they began. */
  readonly entries: () => readonly TimelineEntry[]
}

/** Times count from the start of the rehearsal. */
export function startTimeline(nowMs: () => number): Timeline {
  const startMs = nowMs()
  const entries: TimelineEntry[] = []
  return {
    note: (owner, text) =>
      void entries.push({ type: "note", atMs: nowMs() - startMs, owner, text }),
    call: ({ operation, startMs: atMs, endMs, outcome, fault }) =>
      void entries.push({
        type: "call",
        atMs: atMs - startMs,
        tookMs: endMs - atMs,
        operation,
        outcome,
        fault: fault?.kind,
      }),
    entries: () => entries.toSorted((a, b) => a.atMs - b.atMs),
  }
}
