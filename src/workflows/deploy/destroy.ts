import type { Context } from "../context.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"
import { allDrivers, observeAll, remoteScope, type ScopeOptions } from "./drivers.ts"
import { withLock } from "./lock.ts"
import { dependentsFirst, removeResources } from "./remove.ts"
import { lockFile } from "./state-files.ts"

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
  options: ScopeOptions = {},
): Promise<DestroyResult> {
  const loaded = await loadProject(input, context)
  const { project } = loaded
  return await withLock(lockFile(loaded), context, async () => {
    const drivers = await allDrivers(context)
    const scope = remoteScope(loaded, context, options)
    const observed = dependentsFirst(await observeAll(drivers, scope), project)
    const removed = await removeResources(observed, drivers, scope)
    return { environment: project.environment, removed }
  })
}
