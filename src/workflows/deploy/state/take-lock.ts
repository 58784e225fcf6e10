import {
  type Holder,
  holderText,
  isSameHolder,
  judgeHolder,
  leaseMs,
  parseLock,
} from "../../../core/release/lease.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { lockHeld, unwritableState } from "../../../errors/catalogue/deploy.ts"
import { unavailableState } from "../../../errors/catalogue/state.ts"
import type { StateStore, StoredText } from "../../../ports/state-store.ts"
import type { Context } from "../../context.ts"
import { shownPlace } from "./open-store.ts"

export interface Wanted {
  readonly store: StateStore
  readonly key: string
  readonly holder: Holder
  readonly progress?: ((owner: string, text: string) => void) | undefined
}

/**
 * Answers with the version of the lock once it is ours.
 *
 * @throws AidepError `deploy/lock-held` (75), `deploy/unwritable-state`, `state/unavailable`.
 */
export async function takeLock(wanted: Wanted, context: Context): Promise<string> {
  const { store, key, holder } = wanted
  for (;;) {
    const found = await readLock(wanted)
    const version = found.status === "read" ? found.version : undefined
    if (found.status === "read") {
      const lock = parseLock(found.text)
      // A write whose answer was lost.
      if (lock.status === "held" && isSameHolder(lock.holder, holder)) return found.version
      await refuseWhenHeld(found, wanted, context)
    }
    const expected = version === undefined ? "none" : { version }
    const outcome = await store.writeLock(key, JSON.stringify(holder), expected)
    if (outcome.status === "written") return outcome.version
    if (outcome.status === "failed")
      throw new AidepError(
        problem(unwritableState, { file: shownPlace(store, key), reason: outcome.reason }),
      )
  }
}

/** @throws AidepError `state/unavailable`. */
async function readLock({ store, key }: Wanted): Promise<Found | { readonly status: "missing" }> {
  const found = await store.readLock(key)
  if (found.status !== "failed") return found
  const params = { file: shownPlace(store, key), reason: found.reason }
  throw new AidepError(problem(unavailableState, params))
}

type Found = Extract<StoredText, { readonly status: "read" }>

async function refuseWhenHeld(found: Found, wanted: Wanted, context: Context): Promise<void> {
  const lock = parseLock(found.text)
  if (lock.status === "free") return
  if (lock.status === "held") {
    const gone = isGone(lock.holder, wanted.store, context)
    const nowMs = context.clock.nowMs()
    const standing = judgeHolder(lock.holder, { nowMs, gone })
    if (standing === "gone") return
    if (standing === "alive") throw held(found, wanted)
  }
  await watch(found, wanted, context)
}

/** Ids of processes mean something on one machine only; a bucket may be shared by two that have the same name. */
export function isGone(
  { host, process }: Holder,
  { shared }: StateStore,
  { machine, processes }: Context,
): boolean | undefined {
  if (shared || host !== machine.host) return undefined
  // A process holds one lock: with our own number it is an earlier one's, as in a container that was started again.
  return process === machine.process || !processes.isRunning(process)
}

const lookEveryMs = 5_000

/** Ends when a whole lease has passed on our own clock without a new sign of the holder. */
async function watch(found: Found, wanted: Wanted, { clock }: Context): Promise<void> {
  const lock = parseLock(found.text)
  const durationMs = lock.status === "held" ? lock.holder.leaseMs : leaseMs
  wanted.progress?.(
    "lock",
    `Somebody left a lock without a sign of life; watching it for ${Math.round(durationMs / millisecondsPerSecond)} seconds`,
  )
  for (let watchedMs = 0; watchedMs < durationMs; watchedMs += lookEveryMs) {
    await clock.sleep(lookEveryMs)
    const now = await readLock(wanted)
    if (now.status === "missing") return
    if (now.version === found.version) continue
    if (parseLock(now.text).status === "free") return
    throw held(now, wanted)
  }
}

const millisecondsPerSecond = 1000

function held(found: Found, { store, key }: Wanted): AidepError {
  const lock = parseLock(found.text)
  const holder = lock.status === "held" ? holderText(lock.holder) : "a newer aidep"
  return new AidepError(problem(lockHeld, { holder, file: shownPlace(store, key) }))
}
