import type { ObservedResource } from "../core/plan/resource.ts"
import { AidepError, problem } from "../errors/aidep-error.ts"
import { notStanding } from "../errors/catalogue/deploy.ts"
import type { Context } from "./context.ts"
import { allDrivers, driverOf, observeAll, remoteScope } from "./deploy/drivers.ts"
import { readState } from "./deploy/state-files.ts"
import { loadProject, type ProjectInput } from "./load-project.ts"

export interface StatusResult {
  readonly environment: string
  /** Everything of ours that stands, over all platforms with a driver. */
  readonly resources: readonly ObservedResource[]
  /** Id of the newest release; undefined when nothing was released. */
  readonly release: string | undefined
}

/** What stands in an environment, asked of the platforms themselves. */
export async function status(input: ProjectInput, context: Context): Promise<StatusResult> {
  const loaded = await loadProject(input, context)
  const resources = await observeAll(await allDrivers(context), remoteScope(loaded, context))
  const { releases } = await readState(loaded, context)
  return { environment: loaded.project.environment, resources, release: releases.at(-1)?.id }
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
  const scope = remoteScope(loaded, context, { signal: input.signal })
  const drivers = await allDrivers(context)
  const observed = await observeAll(drivers, scope)
  const resource = observed.find(({ owner }) => owner === input.service)
  if (resource === undefined) {
    const known = observed.map(({ owner }) => owner)
    throw new AidepError(problem(notStanding, { service: input.service, known }))
  }
  const { lines, follow } = input
  yield* driverOf(resource, drivers).remote.logs(resource, { lines, follow }, scope)
}
