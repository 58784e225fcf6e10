import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unwritableState } from "../../errors/catalogue/deploy.ts"
import { notUnlocked } from "../../errors/catalogue/state.ts"
import type { Context } from "../context.ts"
import { keysOf, shownPlace } from "../deploy/state/open-store.ts"
import type { ProjectInput } from "../load-project.ts"
import { type LockView, lookAtLock } from "./look-at-lock.ts"
import { openPlace } from "./open-place.ts"

export interface UnlockInput extends Pick<ProjectInput, "manifest" | "environment"> {
  /** Do not ask. */
  readonly force: boolean
}

export interface UnlockResult {
  readonly environment: string
  /** The lock as it was. */
  readonly was: LockView
  readonly unlocked: boolean
}

/**
 * Takes the lock of an environment from its holder: without a question where the holder's process is gone, else after
 * a person has agreed.
 *
 * @throws AidepError `state/not-unlocked` (77), `state/unavailable`, `deploy/unwritable-state`.
 */
export async function unlock(
  { force, ...input }: UnlockInput,
  context: Context,
): Promise<UnlockResult> {
  const open = await openPlace(input, context)
  const { environment, store, place } = open
  const { view, version } = await lookAtLock(open, context)
  if (view.status === "free" || version === undefined)
    return { environment, was: view, unlocked: false }
  const key = keysOf(place).lock
  const file = shownPlace(store, key)
  const { holder } = view
  if (!force && view.status !== "gone" && !(await agrees(view, context)))
    throw new AidepError(problem(notUnlocked, { file, holder }))
  const text = JSON.stringify({ schema: "aidep/lock@1", released: true, by: "unlock" })
  const outcome = await store.writeLock(key, text, { version })
  // A living holder has renewed it in the meantime: that is looked at anew.
  if (outcome.status === "conflict") return await unlock({ force, ...input }, context)
  if (outcome.status === "failed")
    throw new AidepError(problem(unwritableState, { file, reason: outcome.reason }))
  return { environment, was: view, unlocked: true }
}

type HeldView = Exclude<LockView, { readonly status: "free" }>

async function agrees(view: HeldView, { prompt }: Context): Promise<boolean> {
  if (!prompt.available) return false
  const sign =
    view.status === "alive" ? "It is at work." : "It gave no sign of life for longer than a minute."
  return await prompt.confirm({
    message: `The lock is held: ${view.holder}. ${sign} Take it away?`,
  })
}
