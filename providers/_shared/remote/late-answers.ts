import {
  type ApiOutcome,
  type ApplyOutcome,
  platformErrors,
  problem,
  type RemoteScope,
} from "aidep/provider"

/** How many looks may show nothing of what was done, since an answer can be late. */
const lateLooks = 4

/**
 * Counts the looks that show nothing of what a platform accepted: undefined as long as they may be late, then the
 * failure that it was left undone.
 */
export function patienceWith(
  platform: string,
  { desired: { owner } }: { readonly desired: { readonly owner: string } },
): () => ApplyOutcome | undefined {
  let unseen = 0
  return () => {
    unseen += 1
    if (unseen <= lateLooks) return undefined
    const params = { platform, item: owner }
    return { status: "failed", problem: problem(platformErrors.leftUndone, params), log: [] }
  }
}

/** Pauses before each further look for what an earlier step made. */
const pausesMs = [2000, 5000, 10_000]

/** Reads what has to be there until it is; undefined where it stays away. */
export async function untilSeen<T>(
  look: () => Promise<ApiOutcome<T | undefined>>,
  { ports: { clock }, signal }: Pick<RemoteScope, "ports" | "signal">,
): Promise<ApiOutcome<T | undefined>> {
  for (const pauseMs of pausesMs) {
    const seen = await look()
    if (seen.status === "failed" || seen.value !== undefined || signal.aborted) return seen
    await clock.sleep(pauseMs, signal)
  }
  return await look()
}
