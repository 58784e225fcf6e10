import {
  type DesiredResource,
  resourceAddress,
  type Scope,
  type SpecsOnPlatform,
} from "aidep/provider"
import type { LocalSpec, ProcessSpec } from "./local-spec.ts"
import type { LocalOptions } from "./options.ts"
import type { LocalSpecs, Named } from "./spec.ts"

/** Kind of resource by what runs. A static site is a process too: one that serves its files. */
const kinds = { process: "process", site: "process", store: "store" } as const

/** One resource a service or data store; jobs have none, since a deploy does not start them. */
export function localResources(
  { services, resources }: SpecsOnPlatform<LocalSpecs>,
  { project: { environment } }: Scope<LocalOptions>,
): readonly DesiredResource[] {
  const items: readonly Named<LocalSpec>[] = [...resources, ...withPortWishes(services)]
  const addresses = new Map(
    items.flatMap(({ name, spec }) => {
      if (spec === undefined) return []
      const parts = { owner: name, kind: kinds[spec.type], name }
      return [[name, resourceAddress(environment, parts)] as const]
    }),
  )
  return items.flatMap(({ name, dependsOn, spec }): readonly DesiredResource[] => {
    const address = addresses.get(name)
    if (spec === undefined || address === undefined) return []
    return [
      {
        address,
        kind: kinds[spec.type],
        provider: "local",
        owner: name,
        desired: { ...spec },
        deploymentId: undefined,
        dependsOn: dependsOn.flatMap((other) => addresses.get(other) ?? []),
      },
    ]
  })
}

/**
 * Services are started side by side and would all find the same port free: the first one of a project that names a
 * port may wish for it.
 */
function withPortWishes(services: readonly LocalSpecs["service"][]): readonly Named<LocalSpec>[] {
  const wished = new Set<number>()
  return services.map(({ spec, ...named }) => {
    if (spec?.type !== "process" || spec.port === undefined || wished.has(spec.port))
      return { ...named, spec }
    wished.add(spec.port)
    const withWish: ProcessSpec = { ...spec, portWish: spec.port }
    return { ...named, spec: withWish }
  })
}
