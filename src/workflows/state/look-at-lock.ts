import { type Holder, holderText, judgeHolder, parseLock } from "../../core/release/lease.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unavailableState } from "../../errors/catalogue/state.ts"
import type { Context } from "../context.ts"
import { keysOf, shownPlace } from "../deploy/state/open-store.ts"
import { isGone } from "../deploy/state/take-lock.ts"
import type { OpenPlace } from "./open-place.ts"

/** `gone`: its process has ended. `doubtful`: it gave no sign of life for longer than a minute. */
export type LockView =
  | { readonly status: "free" }
  | {
      readonly status: "alive" | "gone" | "doubtful"
      /** For people. */
      readonly holder: string
      /** When it last said that it lives, by its own clock. */
      readonly heartbeat: string | undefined
    }

export interface SeenLock {
  readonly view: LockView
  /** Undefined where no lock was ever taken. */
  readonly version: string | undefined
  readonly held: Holder | undefined
}

/** @throws AidepError `state/unavailable`. */
export async function lookAtLock({ place, store }: OpenPlace, context: Context): Promise<SeenLock> {
  const key = keysOf(place).lock
  const stored = await store.readLock(key)
  if (stored.status === "failed") {
    const params = { file: shownPlace(store, key), reason: stored.reason }
    throw new AidepError(problem(unavailableState, params))
  }
  if (stored.status === "missing")
    return { view: { status: "free" }, version: undefined, held: undefined }
  const { version } = stored
  const lock = parseLock(stored.text)
  if (lock.status === "free") return { view: { status: "free" }, version, held: undefined }
  if (lock.status === "unknown") {
    const view = { status: "doubtful", holder: "a newer aidep", heartbeat: undefined } as const
    return { view, version, held: undefined }
  }
  const { holder } = lock
  const gone = isGone(holder, store, context)
  const status = judgeHolder(holder, { nowMs: context.clock.nowMs(), gone })
  const view = { status, holder: holderText(holder), heartbeat: holder.heartbeat }
  return { view, version, held: holder }
}
