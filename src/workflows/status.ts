import type { ObservedResource } from "../core/plan/resource.ts"
import { AidepError, problem } from "../errors/aidep-error.ts"
import { notStanding, stepFailed } from "../errors/catalogue/deploy.ts"
import type { Context } from "./context.ts"
import {
  allDrivers,
  type Driver,
  observeAll,
  remoteScope,
  type ScopeOptions,
} from "./deploy/drivers.ts"
import { withLock } from "./deploy/lock.ts"
import { lockFile, readState } from "./deploy/state-files.ts"
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

export interface DestroyResult {
  readonly environment: string
  readonly removed: readonly string[]
}

/**
 * Takes everything of ours in an environment down, dependents first. The history stays.
 *
 * @throws AidepError `deploy/lock-held`, or the problem of what could not be removed.
 */
export async function destroy(
  input: ProjectInput,
  context: Context,
  options: ScopeOptions = {},
): Promise<DestroyResult> {
  const loaded = await loadProject(input, context)
  const { environment, services } = loaded.project
  const order = services.map(({ name }) => name).toReversed()
  return await withLock(lockFile(loaded), context, async () => {
    const drivers = await allDrivers(context)
    const scope = remoteScope(loaded, context, options)
    const observed = await observeAll(drivers, scope)
    const ordered = observed.toSorted((a, b) => order.indexOf(b.owner) - order.indexOf(a.owner))
    const removed: string[] = []
    for (const resource of ordered.toReversed()) {
      scope.progress(resource.owner, "Removing")
      const outcome = await driverOf(resource, drivers).remote.remove(resource, scope)
      if (outcome.status === "failed")
        throw removalFailure(resource, outcome.problem.message, removed)
      removed.push(resource.owner)
    }
    return { environment, removed }
  })
}

function removalFailure(
  { owner }: ObservedResource,
  reason: string,
  removed: readonly string[],
): AidepError {
  const standing = removed.map((name) => `not "${name}", which is gone`)
  return new AidepError(problem(stepFailed, { item: owner, reason, standing }))
}

function driverOf({ provider }: ObservedResource, drivers: readonly Driver[]): Driver {
  const found = drivers.find(({ platform }) => platform === provider)
  if (found === undefined) throw new TypeError(`no driver for ${provider}`)
  return found
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
