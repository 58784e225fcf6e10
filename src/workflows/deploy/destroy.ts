import type { Context } from "../context.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"
import { type DriverOptions, observeAll, openDrivers } from "./drivers.ts"
import { dependentsFirst, removeResources } from "./apply/remove.ts"
import { openJournal } from "./state/journal.ts"
import { withLock } from "./state/lock.ts"
import { readJournal } from "./state/state-files.ts"

export interface DestroyResult {
  readonly environment: string
  readonly removed: readonly string[]
}

/**
 * Takes everything of ours in an environment down, dependents first. The history stays.
 *
 * @throws AidepError `deploy/lock-held`, `deploy/not-removed`, `deploy/interrupted`.
 */
export async function destroy(
  input: ProjectInput,
  context: Context,
  options: DriverOptions = {},
): Promise<DestroyResult> {
  const loaded = await loadProject(input, context)
  const { project } = loaded
  return await withLock(
    { place: loaded, reason: "destroy", progress: options.progress },
    context,
    async (lock) => {
      const { known } = await readJournal(loaded, context)
      const drivers = await openDrivers(loaded, context, { ...options, known })
      const observed = dependentsFirst(await observeAll(drivers), project)
      const journal = await openJournal({ place: loaded, command: "destroy", lock }, context)
      const removed = await removeResources(observed, drivers, { ...options, journal })
      await journal.end("destroyed")
      return { environment: project.environment, removed }
    },
  )
}
