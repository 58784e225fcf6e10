import { type JournalEntry, shortened, summarizeJournal } from "../../../core/release/journal.ts"
import type { Release } from "../../../core/release/state.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { unwritableState } from "../../../errors/catalogue/deploy.ts"
import type { Context } from "../../context.ts"
import type { Lock } from "./lock.ts"
import { keysOf, openStore, type Place, shownPlace } from "./open-store.ts"
import { completeHistory, readEntries } from "./state-files.ts"

type Step = Pick<
  Extract<JournalEntry, { readonly type: "intent" }>,
  "address" | "provider" | "change"
>

/** Writes down what a run is about to do and what came of it, so that a killed run leaves no riddle. */
export interface Journal {
  /** Before the call. Makes sure that the lock is still ours. */
  readonly intent: (step: Step) => Promise<void>
  readonly outcome: (
    step: Step,
    result: { readonly status: "applied" | "failed" | "removed"; readonly id?: string },
  ) => Promise<void>
  /** Before the history gets it. Makes sure that the lock is still ours. */
  readonly release: (release: Release) => Promise<void>
  readonly end: (status: string) => Promise<void>
}

export interface JournalOptions {
  readonly place: Place
  readonly command: string
  readonly lock: Lock
}

/**
 * Begins the entries of a run. What an earlier one that was cut off could not record is recorded first, and a journal
 * that has grown long is shortened.
 *
 * @throws AidepError `deploy/unwritable-state` and `state/lock-lost`, from every function: what cannot be written
 * down is not done. `state/unavailable`.
 */
export async function openJournal(
  { place, command, lock }: JournalOptions,
  context: Context,
): Promise<Journal> {
  const store = await openStore(place, context)
  const key = keysOf(place).journal
  const refuse = (reason: string): never => {
    throw new AidepError(problem(unwritableState, { file: shownPlace(store, key), reason }))
  }
  const write = async (entry: Unstamped): Promise<void> => {
    const at = new Date(context.clock.nowMs()).toISOString()
    const outcome = await store.append(key, JSON.stringify({ ...entry, at }))
    if (outcome.status === "failed") refuse(outcome.reason)
  }
  const entries = await readEntries(place, store)
  if (!summarizeJournal(entries).ended) await completeHistory(place, store, entries)
  const short = shortened(entries)
  if (short !== undefined) {
    const text = short.map((entry) => `${JSON.stringify(entry)}\n`).join("")
    const outcome = await store.rewriteLog(key, text)
    if (outcome.status === "failed") refuse(outcome.reason)
  }
  await write({ type: "begin", command, by: lock.holder })
  return {
    intent: async ({ address, provider, change }) => {
      await lock.confirm()
      await write({ type: "intent", address, provider, change })
    },
    outcome: ({ address, provider, change }, { status, id }) =>
      write({
        type: "outcome",
        address,
        provider,
        change,
        status,
        ...(id === undefined ? {} : { id }),
      }),
    release: async (release) => {
      await lock.confirm()
      await write({ type: "release", release })
    },
    end: (status) => write({ type: "end", status }),
  }
}

type Unstamped = JournalEntry extends infer Entry
  ? Entry extends JournalEntry
    ? Omit<Entry, "at">
    : never
  : never
