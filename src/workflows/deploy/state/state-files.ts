import {
  type JournalEntry,
  journalReleases,
  parseJournal,
  type JournalSummary,
  summarizeJournal,
} from "../../../core/release/journal.ts"
import {
  completedState,
  emptyState,
  type EnvironmentState,
  parseState,
  type Release,
  withRelease,
} from "../../../core/release/state.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { unwritableState } from "../../../errors/catalogue/deploy.ts"
import {
  changedState,
  damagedState,
  newerState,
  unavailableState,
} from "../../../errors/catalogue/state.ts"
import type { Expected, StateStore } from "../../../ports/state-store.ts"
import type { Context } from "../../context.ts"
import { keysOf, openStore, type Place, shownPlace } from "./open-store.ts"

/**
 * The history of an environment; an empty one where there is none.
 *
 * @throws AidepError `state/damaged`, `state/newer`, `state/unavailable`; those of `openStore`.
 */
export async function readState(place: Place, context: Context): Promise<EnvironmentState> {
  return (await readHistory(place, await openStore(place, context))).state
}

export interface StoredHistory {
  readonly state: EnvironmentState
  /** What a write has to expect. */
  readonly version: Expected
}

/** @throws AidepError `state/damaged`, `state/newer`, `state/unavailable`. */
export async function readHistory(place: Place, store: StateStore): Promise<StoredHistory> {
  const key = keysOf(place).history
  const file = shownPlace(store, key)
  const stored = await store.read(key)
  if (stored.status === "missing") return { state: emptyState, version: "none" }
  if (stored.status === "failed")
    throw new AidepError(problem(unavailableState, { file, ...stored }))
  const parsed = parseState(stored.text)
  switch (parsed.status) {
    case "parsed":
      return { state: parsed.state, version: { version: stored.version } }
    case "newer":
      throw new AidepError(problem(newerState, { file, schema: parsed.schema }))
    case "damaged":
      throw new AidepError(problem(damagedState, { file, reason: "it is no history of aidep" }))
  }
}

/** A run that holds the lock. */
export interface Recording {
  readonly loaded: Place
  readonly journal: { readonly release: (release: Release) => Promise<void> }
}

/**
 * Adds a release to the history, after it stands in the journal, so that it is not lost with the history.
 *
 * @throws AidepError `deploy/unwritable-state`, `state/changed`, `state/lock-lost`; those of `readState`.
 */
export async function recordRelease(
  { loaded, journal }: Recording,
  release: Release,
  context: Context,
): Promise<void> {
  const store = await openStore(loaded, context)
  const { state, version } = await readHistory(loaded, store)
  await journal.release(release)
  await writeHistory({ place: loaded, store, expected: version }, withRelease(state, release))
}

/**
 * Adds what an earlier run wrote into the journal and could no longer write into the history.
 *
 * @throws AidepError `deploy/unwritable-state`, `state/changed`; those of `readHistory`.
 */
export async function completeHistory(
  place: Place,
  store: StateStore,
  entries: readonly JournalEntry[],
): Promise<void> {
  const { state, version } = await readHistory(place, store)
  const complete = completedState(state.releases, journalReleases(entries))
  if (complete.releases.at(-1)?.id === state.releases.at(-1)?.id) return
  await writeHistory({ place, store, expected: version }, complete)
}

export interface HistoryWrite {
  readonly place: Place
  readonly store: StateStore
  readonly expected: Expected
}

/** @throws AidepError `deploy/unwritable-state`, `state/changed`. */
export async function writeHistory(
  { place, store, expected }: HistoryWrite,
  state: EnvironmentState,
): Promise<void> {
  const key = keysOf(place).history
  const file = shownPlace(store, key)
  const outcome = await store.write(key, `${JSON.stringify(state, null, 2)}\n`, expected)
  if (outcome.status === "conflict") throw new AidepError(problem(changedState, { file }))
  if (outcome.status === "failed")
    throw new AidepError(problem(unwritableState, { file, reason: outcome.reason }))
}

/**
 * What earlier runs wrote down about what they did.
 *
 * @throws AidepError `state/unavailable`; those of `openStore`.
 */
export async function readJournal(place: Place, context: Context): Promise<JournalSummary> {
  return summarizeJournal(await readEntries(place, await openStore(place, context)))
}

/** @throws AidepError `state/unavailable`. */
export async function readEntries(
  place: Place,
  store: StateStore,
): Promise<readonly JournalEntry[]> {
  const key = keysOf(place).journal
  const stored = await store.readLog(key)
  if (stored.status === "read") return parseJournal(stored.text)
  const { reason } = stored
  throw new AidepError(problem(unavailableState, { file: shownPlace(store, key), reason }))
}
