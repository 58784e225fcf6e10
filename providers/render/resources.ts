import {
  type DesiredResource,
  projectOwner,
  resourceAddress,
  type Scope,
  type SpecsOnPlatform,
} from "aidep/provider"
import type { RenderService, RenderStore } from "./blueprint.ts"
import {
  domainMarker,
  type Origin,
  originOf,
  originResources,
} from "../_shared/edge/origin-resources.ts"
import { platformId, type RenderOptions } from "./options.ts"
import type { RenderSpecs } from "./spec.ts"
import { type ServiceSettings, settingsOf } from "./resources/service-settings.ts"
import { storeSettingsOf } from "./resources/store-settings.ts"

/** Kinds of objects that aidep makes on Render. An environment comes with the project that it belongs to. */
export const kinds = { environment: "environment", service: "service", store: "store" } as const

/** The environment first, which everything else stands in. */
export function renderResources(
  { services, resources }: SpecsOnPlatform<RenderSpecs>,
  scope: Scope<RenderOptions>,
): readonly DesiredResource[] {
  const { environment, name } = scope.project
  const stores = resources.flatMap((store) => store ?? [])
  if (services.length + stores.length === 0) return []
  const parts = { owner: projectOwner, kind: kinds.environment, name: environment }
  const place: DesiredResource = {
    address: resourceAddress(environment, parts),
    kind: kinds.environment,
    provider: platformId,
    owner: projectOwner,
    desired: { project: name, environment },
    deploymentId: undefined,
    dependsOn: [],
  }
  const origin = originOf(services, scope, platformId)
  return [
    place,
    ...stores.map((store) => storeResource(store, place, environment)),
    ...services.map((service) => serviceResource({ service, origin }, place, environment)),
    ...(origin === undefined ? [] : domainResources(origin, environment)),
  ]
}

function domainResources(origin: Origin, environment: string): readonly DesiredResource[] {
  const address = serviceAddress(environment, origin.service)
  return originResources(origin, { address, environment, provider: platformId })
}

interface Placed {
  readonly service: RenderService
  readonly origin: Origin | undefined
}

function serviceResource(
  { origin, service: { added, blueprint, service } }: Placed,
  { address }: DesiredResource,
  environment: string,
): DesiredResource {
  const domain = origin?.service === service ? { [domainMarker]: origin.domain } : {}
  const settings = settingsOf(blueprint, { ...added, ...domain })
  return {
    address: serviceAddress(environment, service),
    kind: kinds.service,
    provider: platformId,
    owner: service,
    desired: { ...settings, environment },
    deploymentId: undefined,
    dependsOn: [address],
    immutable: immutableKeys(settings),
    holdsData: settings.disk !== null,
  }
}

/**
 * Render moves nothing to another region or type, and its API changes no pre-deploy command of a cron job. A disk that
 * the manifest no longer has goes with its service, so that a plan says what is lost.
 */
function immutableKeys({ disk, type }: ServiceSettings): readonly string[] {
  return [
    "type",
    "region",
    ...(type === "cron_job" ? ["preDeployCommand"] : []),
    ...(disk === null ? ["disk"] : []),
  ]
}

function storeResource(
  store: RenderStore,
  { address }: DesiredResource,
  environment: string,
): DesiredResource {
  const owner = store.resource
  return {
    address: storeAddress(environment, owner),
    kind: kinds.store,
    provider: platformId,
    owner,
    desired: { ...storeSettingsOf(store), environment },
    deploymentId: undefined,
    dependsOn: [address],
    immutable: ["type", "region"],
    holdsData: true,
  }
}

function serviceAddress(environment: string, service: string): string {
  return resourceAddress(environment, { owner: service, kind: kinds.service, name: service })
}

export function storeAddress(environment: string, resource: string): string {
  return resourceAddress(environment, { owner: resource, kind: kinds.store, name: resource })
}
