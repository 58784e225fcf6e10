import type { ObservedResource } from "../core/plan/resource.ts"
import { type Drift, driftOf } from "../core/release/drift.ts"
import { AidepError, problem } from "../errors/aidep-error.ts"
import { notStanding } from "../errors/catalogue/deploy.ts"
import type { Context } from "./context.ts"
import { driverOf, observeAll, openDrivers } from "./deploy/drivers.ts"
import { readState } from "./deploy/state/state-files.ts"
import { loadProject, type ProjectInput } from "./load-project.ts"

export interface StatusResult {
  readonly environment: string
  /** Everything of ours that stands, over all platforms with a driver. */
  readonly resources: readonly ObservedResource[]
  /** Id of the newest release; undefined when nothing was released. */
  readonly release: string | undefined
  /** What is not as the newest release left it, such as what was changed by hand. */
  readonly drift: readonly Drift[]
}

/** What stands in an environment, asked of the platforms themselves. */
export async function status(input: ProjectInput, context: Context): Promise<StatusResult> {
  const loaded = await loadProject(input, context)
  const resources = await observeAll(await openDrivers(loaded, context))
  const { releases } = await readState(loaded, context)
  const newest = releases.at(-1)
  return {
    environment: loaded.project.environment,
    resources,
    release: newest?.id,
    drift: driftOf(newest?.parts ?? [], resources),
  }
}

export interface LogsInput extends ProjectInput {
  readonly service: string
  readonly lines: number
  readonly follow: boolean
  readonly signal: AbortSignal
}

/**
 * Lines of a service's log.
 *
 * @throws AidepError `deploy/not-standing`.
 */
export async function* logs(input: LogsInput, context: Context): AsyncGenerator<string> {
  const loaded = await loadProject(input, context)
  const drivers = await openDrivers(loaded, context, { signal: input.signal })
  const observed = await observeAll(drivers)
  const resource = observed.find(({ owner }) => owner === input.service)
  if (resource === undefined) {
    const known = observed.map(({ owner }) => owner)
    throw new AidepError(problem(notStanding, { service: input.service, known }))
  }
  const { lines, follow } = input
  const { remote, scope } = driverOf(resource, drivers)
  yield* remote.logs(resource, { lines, follow }, scope)
}
