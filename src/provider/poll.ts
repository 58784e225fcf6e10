import type { RemoteScope } from "./remote.ts"

export interface Polling<T> {
  /** A look at what is being waited for: undefined as long as it goes on. */
  readonly look: () => Promise<T | undefined>
  /** Pauses grow from the first to the longest. */
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  readonly longestMs: number
}

const growth = 1.5

/** Looks until there is something to see; undefined when it took too long or was interrupted. */
export async function poll<T>(
  { firstPauseMs, longestMs, longestPauseMs, look }: Polling<T>,
  { ports: { clock }, signal }: Pick<RemoteScope, "ports" | "signal">,
): Promise<T | undefined> {
  const endMs = clock.nowMs() + longestMs
  let pauseMs = firstPauseMs
  while (clock.nowMs() < endMs && !signal.aborted) {
    const seen = await look()
    if (seen !== undefined) return seen
    await clock.sleep(pauseMs, signal)
    pauseMs = Math.min(longestPauseMs, pauseMs * growth)
  }
  return undefined
}
