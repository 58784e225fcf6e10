import { journalReleases } from "../../core/release/journal.ts"
import { completedState, parseState, salvagedReleases } from "../../core/release/state.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unwritableState } from "../../errors/catalogue/deploy.ts"
import { newerState, unavailableState } from "../../errors/catalogue/state.ts"
import type { Expected, StateStore } from "../../ports/state-store.ts"
import type { Context } from "../context.ts"
import { withLock } from "../deploy/state/lock.ts"
import { keysOf, type Place, shownPlace } from "../deploy/state/open-store.ts"
import { readEntries, writeHistory } from "../deploy/state/state-files.ts"
import type { ProjectInput } from "../load-project.ts"
import { openPlace } from "./open-place.ts"

export interface RepairResult {
  readonly environment: string
  /** `fine`: there was nothing to do. `completed`: the journal had more. `rebuilt`: the history was damaged. */
  readonly status: "fine" | "completed" | "rebuilt"
  /** In the history now. */
  readonly releases: number
  /** Ids of releases that came from the journal. */
  readonly fromJournal: readonly string[]
  /** Where the damaged history was kept. */
  readonly kept: string | undefined
}

/**
 * Puts the history together again, from what can be read of it and from the journal. A damaged one is kept beside.
 *
 * @throws AidepError `state/newer`, `state/unavailable`, `deploy/lock-held`, `deploy/unwritable-state`.
 */
export async function repairState(
  input: Pick<ProjectInput, "manifest" | "environment">,
  context: Context,
): Promise<RepairResult> {
  const { place, environment, store } = await openPlace(input, context)
  return await withLock({ place, reason: "state repair" }, context, async () => {
    const found = await readDamaged(place, store)
    const journal = journalReleases(await readEntries(place, store))
    const state = completedState(found.releases, journal)
    const had = new Set(found.releases.map(({ id }) => id))
    const fromJournal = state.releases.map(({ id }) => id).filter((id) => !had.has(id))
    const result = { environment, releases: state.releases.length, fromJournal }
    if (!found.damaged && fromJournal.length === 0)
      return { ...result, status: "fine", kept: undefined }
    const kept = found.damaged ? await keep(found.text, { place, store }, context) : undefined
    await writeHistory({ place, store, expected: found.version }, state)
    return { ...result, status: found.damaged ? "rebuilt" : "completed", kept }
  })
}

async function readDamaged(place: Place, store: StateStore) {
  const key = keysOf(place).history
  const file = shownPlace(store, key)
  const stored = await store.read(key)
  if (stored.status === "failed")
    throw new AidepError(problem(unavailableState, { file, reason: stored.reason }))
  if (stored.status === "missing")
    return { damaged: false, releases: [], text: "", version: "none" satisfies Expected } as const
  const { text, version } = stored
  const parsed = parseState(text)
  if (parsed.status === "newer")
    throw new AidepError(problem(newerState, { file, schema: parsed.schema }))
  const damaged = parsed.status === "damaged"
  const releases = damaged ? salvagedReleases(text) : parsed.state.releases
  return { damaged, releases, text, version: { version } }
}

async function keep(
  text: string,
  { place, store }: { readonly place: Place; readonly store: StateStore },
  { clock }: Context,
): Promise<string> {
  const stamp = new Date(clock.nowMs()).toISOString().replaceAll(/[-:.]/g, "").toLowerCase()
  const key = `${place.project.environment}.damaged-${stamp}.json`
  const file = shownPlace(store, key)
  const outcome = await store.write(key, text, "none")
  if (outcome.status === "written") return file
  const reason = outcome.status === "failed" ? outcome.reason : "it is there already"
  throw new AidepError(problem(unwritableState, { file, reason }))
}
