import type { ReleaseEstimate } from "../../core/release/state.ts"
import type { Context } from "../context.ts"
import type { LoadedProject } from "../load-project.ts"
import type { SecretSource } from "./desired.ts"
import { type Driver, type DriverOptions, openDrivers } from "./drivers.ts"
import type { SourceOfService } from "./source/service-sources.ts"
import { type Journal, openJournal } from "./state/journal.ts"
import type { Lock } from "./state/lock.ts"
import { readJournal } from "./state/state-files.ts"

/** One command that changes an environment, from its first look to its end. */
export interface Run {
  readonly loaded: LoadedProject
  readonly secrets: SecretSource
  readonly sources: ReadonlyMap<string, SourceOfService>
  readonly drivers: readonly Driver[]
  readonly journal: Journal
  /** What all of it will cost, for the record. */
  readonly estimate?: ReleaseEstimate | undefined
}

type Beginning = Omit<Run, "drivers" | "journal"> & {
  readonly command: string
  readonly lock: Lock
}

/**
 * Begins a run with what the journal tells of earlier ones. The lock has to be held.
 *
 * @throws AidepError `deploy/unwritable-state`.
 */
export async function openRun(
  { command, lock, ...beginning }: Beginning,
  options: DriverOptions,
  context: Context,
): Promise<Run> {
  const { ended, known, open } = await readJournal(beginning.loaded, context)
  if (!ended) {
    const text =
      open.length === 0
        ? "An earlier command was cut off; going on from what stands"
        : `An earlier command was cut off at ${open.map(({ address }) => address).join(", ")}; looking what came of it`
    options.progress?.("journal", text)
  }
  const drivers = await openDrivers(beginning.loaded, context, { ...options, known })
  const journal = await openJournal({ place: beginning.loaded, command, lock }, context)
  return { ...beginning, drivers, journal }
}
