import type { ApiOutcome } from "./api.ts"
import type { RemoteScope } from "./remote.ts"

export interface Making<T> {
  /** Sends the request that makes it. */
  readonly make: () => Promise<ApiOutcome<T>>
  /** Looks for it by what only it has; undefined where it is not there. */
  readonly find: () => Promise<ApiOutcome<T | undefined>>
}

/** Pauses before each look for what a lost answer may have made: a list can be late. */
const pausesMs = [2000, 5000, 10_000]

/** Makes something once: where the answer was lost, it is looked for before the request is sent again. */
export async function makeOnce<T>(
  { find, make }: Making<T>,
  { ports: { clock }, signal }: Pick<RemoteScope, "ports" | "signal">,
): Promise<ApiOutcome<T>> {
  const made = await make()
  if (made.status === "done" || !made.maybeDone) return made
  for (const pauseMs of pausesMs) {
    await clock.sleep(pauseMs, signal)
    if (signal.aborted) return made
    const found = await find()
    if (found.status === "failed") continue
    if (found.value !== undefined) return { status: "done", value: found.value }
  }
  return await make()
}
