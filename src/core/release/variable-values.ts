import type { Outputs } from "../plan/resource.ts"
import type { ResolvedSegment } from "../manifest/reference.ts"
import type { EnvironmentVariable, Service } from "../project/project.ts"

/** Where the values of references come from, once what they lead to stands. */
export interface ValueSources {
  readonly secret: (name: string) => string | undefined
  /** Derived token of an internal service. */
  readonly token: (service: string) => string
  /** Outputs of a service or data resource that stands. */
  readonly outputs: (owner: string) => Outputs | undefined
  readonly deploymentId: string
}

/** Environment variables of a service with their values. Holds secrets: never to be written or printed. */
export function variableValues(
  { env }: { readonly env: readonly Pick<EnvironmentVariable, "name" | "segments">[] },
  sources: ValueSources,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    env.map(({ name, segments }) => [
      name,
      segments.map((segment) => segmentValue(segment, sources)).join(""),
    ]),
  )
}

/** A secret that is not set was let through by a gate on purpose, and is empty. */
export function segmentValue(segment: ResolvedSegment, sources: ValueSources): string {
  switch (segment.type) {
    case "text":
      return segment.text
    case "secret":
      return sources.secret(segment.name) ?? ""
    case "deployment":
      return sources.deploymentId
    case "resource":
      return sources.outputs(segment.resource)?.url ?? ""
    case "service":
      return segment.output === "token"
        ? sources.token(segment.service)
        : (sources.outputs(segment.service)?.[segment.output] ?? "")
  }
}

/** Services whose derived token a service gets, its own included. */
export function tokenOwners({ env }: Service): readonly string[] {
  const owners = env.flatMap(({ segments }) =>
    segments.flatMap((segment) =>
      segment.type === "service" && segment.output === "token" ? [segment.service] : [],
    ),
  )
  return [...new Set(owners)].toSorted()
}

/** Names of the secrets that the services read, sorted. */
export function secretNames(services: readonly Service[]): readonly string[] {
  const names = services.flatMap(({ env }) =>
    env.flatMap(({ segments }) =>
      segments.flatMap((segment) => (segment.type === "secret" ? [segment.name] : [])),
    ),
  )
  return [...new Set(names)].toSorted()
}
