import type { ObservedResource } from "../../core/plan/resource.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { noDriver } from "../../errors/catalogue/deploy.ts"
import type { Remote, RemoteScope } from "../../provider/provider.ts"
import type { Context } from "../context.ts"
import type { LoadedProject } from "../load-project.ts"

/** A platform that takes part, with its driver. */
export interface Driver {
  readonly platform: string
  readonly remote: Remote
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

/** Drivers that may have something standing, whatever the manifest says now. */
export async function allDrivers({ platforms }: Context): Promise<readonly Driver[]> {
  const providers = await platforms.load(platforms.ids)
  return [...providers.values()].flatMap(({ id, remote }) =>
    remote === undefined ? [] : [{ platform: id, remote }],
  )
}

export function driverOf(
  { provider }: Pick<ObservedResource, "provider">,
  drivers: readonly Driver[],
): Driver {
  const found = drivers.find(({ platform }) => platform === provider)
  if (found === undefined) throw new TypeError(`no driver for ${provider}`)
  return found
}

export interface ScopeOptions {
  readonly progress?: RemoteScope["progress"]
  readonly signal?: AbortSignal
}

export function remoteScope(
  { folder, project }: LoadedProject,
  context: Context,
  { progress = () => {}, signal = new AbortController().signal }: ScopeOptions = {},
): RemoteScope {
  const { files, processes, supervisor, prober, clock, network } = context
  const { nodePath, staticServer } = context.machine
  return {
    folder,
    project: project.name,
    environment: project.environment,
    ports: { files, processes, supervisor, prober, clock, network },
    machine: { nodePath, staticServer, variables: context.variables },
    progress,
    signal,
  }
}

/** Everything of ours that stands in the environment, over all drivers. */
export async function observeAll(
  drivers: readonly Driver[],
  scope: RemoteScope,
): Promise<readonly ObservedResource[]> {
  const observed = await Promise.all(drivers.map(({ remote }) => remote.observe(scope)))
  return observed.flat()
}
