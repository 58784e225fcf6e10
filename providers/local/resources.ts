import {
  type DesiredResource,
  resourceAddress,
  type Scope,
  type SpecsOnPlatform,
} from "aidep/provider"
import type { LocalSpec } from "./local-spec.ts"
import type { LocalOptions } from "./options.ts"
import type { LocalSpecs, Named } from "./spec.ts"

/** One resource a service or data store. */
export function localResources(
  { services, resources }: SpecsOnPlatform<LocalSpecs>,
  { project: { environment } }: Scope<LocalOptions>,
): readonly DesiredResource[] {
  const items: readonly Named<LocalSpec>[] = [...resources, ...withPortWishes(services)]
  const addresses = new Map(
    items.flatMap(({ name, spec }) => {
      if (spec === undefined) return []
      const parts = { owner: name, kind: kindOf(spec), name }
      return [[name, resourceAddress(environment, parts)] as const]
    }),
  )
  return items.flatMap(({ name, dependsOn, spec }): readonly DesiredResource[] => {
    const address = addresses.get(name)
    if (spec === undefined || address === undefined) return []
    return [
      {
        address,
        kind: kindOf(spec),
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
    if (spec === undefined || !("port" in spec) || spec.port === undefined)
      return { ...named, spec }
    if (wished.has(spec.port)) return { ...named, spec }
    wished.add(spec.port)
    return { ...named, spec: { ...spec, portWish: spec.port } }
  })
}

/** Static sites and Workers are processes too: of a program that serves them. */
function kindOf(spec: LocalSpec): string {
  if (spec.type === "store") return "store"
  const isJob = spec.type === "job" || (spec.type === "worker" && spec.kind === "job")
  return isJob ? "job" : "process"
}
