import { type DesiredResource, edgeOwner } from "../../core/plan/resource.ts"
import type { Service } from "../../core/project/project.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import { deploymentId } from "../../core/release/deployment-id.ts"
import { derivedToken } from "../../core/release/derived-token.ts"
import { fingerprint } from "../../core/release/fingerprint.ts"
import { secretNames, tokenOwners } from "../../core/release/variable-values.ts"
import type { LoadedProject } from "../load-project.ts"
import { deployedEdge } from "./used-platforms.ts"
import type { SourceOfService } from "./source/service-sources.ts"

export interface SecretSource {
  readonly key: string
  readonly secret: (name: string) => string | undefined
}

/**
 * What should stand, each service's resources with its deployment id, which knows of no address yet, and with what
 * they depend on, on other platforms too.
 */
export function desiredResources(
  loaded: LoadedProject,
  secrets: SecretSource,
  sources: ReadonlyMap<string, SourceOfService>,
): readonly DesiredResource[] {
  const { project, rendered } = loaded
  const services = project.services.filter((service) => !isExternal(service))
  const ids = new Map(
    services.map((service) => {
      const circumstances = {
        environment: project.environment,
        secrets: fingerprints(service, project.environment, secrets),
      }
      return [
        service.name,
        deploymentId(service, sources.get(service.name)?.id, circumstances),
      ] as const
    }),
  )
  const hasEdge = deployedEdge(loaded) !== undefined
  const resources = [...rendered.platforms.values()]
    .flatMap((output) => output.resources)
    .filter(({ owner }) => hasEdge || owner !== edgeOwner)
  const addresses = Map.groupBy(resources, ({ owner }) => owner)
  const needs = new Map(services.map(({ name, dependsOn }) => [name, dependsOn]))
  return resources.map((resource) => {
    const others = needs.get(resource.owner)?.flatMap((name) => addresses.get(name) ?? []) ?? []
    return {
      ...resource,
      deploymentId: ids.get(resource.owner),
      dependsOn: [
        ...new Set([...resource.dependsOn, ...others.map(({ address }) => address)]),
      ].toSorted(),
    }
  })
}

/** Of secrets and of tokens, which change with the project's key. */
function fingerprints(
  service: Service,
  environment: string,
  { key, secret }: SecretSource,
): Readonly<Record<string, string>> {
  const secrets = secretNames([service]).map((name) => ({ name, value: secret(name) ?? "" }))
  const tokens = tokenOwners(service).map((owner) => ({
    name: `token of ${owner}`,
    value: derivedToken(key, { environment, service: owner }),
  }))
  return Object.fromEntries(
    [...secrets, ...tokens].map((value) => [value.name, fingerprint(key, value)]),
  )
}
