import type { ObservedResource } from "../../core/plan/resource.ts"
import { remoteName } from "../../core/project/names.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import type { KnownIds } from "../../core/release/journal.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { noDriver } from "../../errors/catalogue/deploy.ts"
import type { Provider } from "../../provider/provider.ts"
import type { Remote, RemoteScope } from "../../provider/remote.ts"
import type { Context } from "../context.ts"
import type { LoadedProject } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"
import { platformRetries, retryingHttp } from "./platform-http.ts"
import { readOnly } from "./read-only.ts"
import { usedPlatforms } from "./used-platforms.ts"

/** A platform that takes part, with its driver and what that sees of the project. */
export interface Driver {
  readonly provider: Provider
  readonly remote: Remote
  readonly scope: RemoteScope
  /** False where nothing is placed, and no command that the journal tells of made anything. */
  readonly isNeeded: boolean
}

/**
 * Every platform that something is placed on needs a driver.
 *
 * @throws AidepError `deploy/no-driver` for the first platform without one.
 */
export function refuseWithoutDriver({ project, providers }: LoadedProject): void {
  const items = [...project.services, ...project.resources].filter((item) => !isExternal(item))
  const byPlatform = Map.groupBy(items, ({ placement }) => placement.platform)
  for (const [platform, placed] of byPlatform) {
    const provider = providers.get(platform)
    if (provider?.remote !== undefined) continue
    const params = {
      platform,
      title: provider?.title ?? platform,
      items: placed.map(({ name }) => name),
    }
    throw new AidepError(problem(noDriver, params))
  }
}

export interface DriverOptions {
  readonly progress?: RemoteScope["progress"]
  readonly signal?: AbortSignal
  /** Ids by address that the journal tells were made. */
  readonly known?: KnownIds
}

/**
 * Drivers that may have something standing: of every platform that something is placed on, and of those whose
 * credentials are there, whatever the manifest says now.
 */
export async function openDrivers(
  loaded: LoadedProject,
  context: Context,
  options: DriverOptions = {},
): Promise<readonly Driver[]> {
  const { folder, project } = loaded
  const credential = await loadSecrets({ folder, environment: project.environment }, context)
  const providers = await context.platforms.load(context.platforms.ids)
  const used = usedPlatforms(loaded)
  const drivers = [...providers.values()].map(async (provider): Promise<readonly Driver[]> => {
    const { id, credentials } = provider
    const isSet = credentials.every(({ variable }) => credential(variable) !== undefined)
    if (!(used.has(id) || isSet)) return []
    const remote = await provider.remote?.()
    if (remote === undefined) return []
    const scope = scopeOf(provider, { loaded, context, credential, options })
    return [{ provider, remote, scope, isNeeded: used.has(id) || scope.known.size > 0 }]
  })
  return (await Promise.all(drivers)).flat()
}

interface ScopeParts {
  readonly loaded: LoadedProject
  readonly context: Context
  readonly credential: RemoteScope["credential"]
  readonly options: DriverOptions
}

function scopeOf(
  { id, maxNameLength }: Provider,
  { loaded: { folder, project, parsed }, context, credential, options }: ScopeParts,
): RemoteScope {
  const { files, processes, supervisor, prober, clock, network, random } = context
  const http = retryingHttp(context.http, { clock, random, rule: platformRetries })
  const { nodePath, staticServer } = context.machine
  const { name, environment } = project
  return {
    folder,
    options: parsed.manifest.platforms?.[id],
    project: name,
    environment,
    nameOf: (part) => remoteName([name, environment, part], maxNameLength),
    credential,
    known: options.known?.get(id) ?? new Map(),
    ports: { files, processes, supervisor, prober, clock, network, http },
    machine: { nodePath, staticServer, variables: context.variables },
    progress: options.progress ?? (() => {}),
    signal: options.signal ?? new AbortController().signal,
  }
}

export function driverOf(
  { provider }: Pick<ObservedResource, "provider">,
  drivers: readonly Driver[],
): Driver {
  const found = drivers.find((driver) => driver.provider.id === provider)
  if (found === undefined) throw new TypeError(`no driver for ${provider}`)
  return found
}

/**
 * Everything of ours that stands in the environment, over all drivers. A platform that is not needed and cannot be asked,
 * as where its command line is not installed, is left out and told.
 *
 * @throws AidepError the problem of the first platform that cannot be asked.
 */
export async function observeAll(drivers: readonly Driver[]): Promise<readonly ObservedResource[]> {
  const outcomes = await Promise.all(
    drivers.map(async (driver) => {
      const outcome = await driver.remote.observe(readOnly(driver.scope))
      return { driver, outcome }
    }),
  )
  return outcomes.flatMap(({ driver: { isNeeded, provider, scope }, outcome }) => {
    if (outcome.status === "observed") return outcome.resources
    if (isNeeded) throw new AidepError(outcome.problem)
    scope.progress(
      provider.id,
      `Left out, since nothing is placed there: ${outcome.problem.message}`,
    )
    return []
  })
}
