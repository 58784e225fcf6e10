import { summarizeJournal } from "../../core/release/journal.ts"
import { isProvenVerdict, parseState, type Release } from "../../core/release/state.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unavailableState } from "../../errors/catalogue/state.ts"
import type { StateStore } from "../../ports/state-store.ts"
import type { Context } from "../context.ts"
import { keysOf, shownPlace } from "../deploy/state/open-store.ts"
import { readEntries } from "../deploy/state/state-files.ts"
import type { ProjectInput } from "../load-project.ts"
import { type LockView, lookAtLock } from "./look-at-lock.ts"
import { openPlace } from "./open-place.ts"

export interface ShownState {
  readonly environment: string
  readonly place: string
  readonly history: HistoryView
  readonly journal: {
    /** False where the last run was cut off. */
    readonly ended: boolean
    /** Addresses of changes that were begun and of which nobody knows how they came out. */
    readonly open: readonly string[]
    /** How many resources it knows the platform's id of. */
    readonly known: number
  }
  readonly lock: LockView
}

export type HistoryView =
  | { readonly status: "missing" | "damaged" }
  | { readonly status: "newer"; readonly schema: string }
  | {
      readonly status: "fine"
      readonly releases: number
      readonly newest: Pick<Release, "id" | "verdict"> | undefined
      readonly newestProven: string | undefined
    }

/**
 * What aidep has written down of an environment, also where that is damaged.
 *
 * @throws AidepError `state/unavailable`; those of `openPlace`.
 */
export async function showState(
  input: Pick<ProjectInput, "manifest" | "environment">,
  context: Context,
): Promise<ShownState> {
  const open = await openPlace(input, context)
  const { place, environment, store } = open
  const { ended, open: begun, known } = summarizeJournal(await readEntries(place, store))
  const { view } = await lookAtLock(open, context)
  return {
    environment,
    place: store.place,
    history: await historyView(store, keysOf(place).history),
    journal: {
      ended,
      open: begun.map(({ address }) => address),
      known: [...known.values()].reduce((sum, { size }) => sum + size, 0),
    },
    lock: view,
  }
}

async function historyView(store: StateStore, key: string): Promise<HistoryView> {
  const stored = await store.read(key)
  if (stored.status === "missing") return stored
  if (stored.status === "failed") {
    const params = { file: shownPlace(store, key), reason: stored.reason }
    throw new AidepError(problem(unavailableState, params))
  }
  const parsed = parseState(stored.text)
  if (parsed.status !== "parsed") return parsed
  const { releases } = parsed.state
  const newest = releases.at(-1)
  return {
    status: "fine",
    releases: releases.length,
    newest: newest === undefined ? undefined : { id: newest.id, verdict: newest.verdict },
    newestProven: releases.findLast(({ verdict }) => isProvenVerdict(verdict))?.id,
  }
}
