import {
  type DesiredResource,
  projectOwner,
  resourceAddress,
  type Scope,
  type SpecsOnPlatform,
} from "aidep/provider"
import {
  domainMarker,
  type Origin,
  originOf,
  originResources,
} from "../_shared/edge/origin-resources.ts"
import { platformId, type RailwayOptions } from "./options.ts"
import { bucketSettingsOf } from "./resources/bucket-settings.ts"
import { settingsOf } from "./resources/service-settings.ts"
import { storeSettingsOf } from "./resources/store-settings.ts"
import type { RailwayService, RailwayStore } from "./service-config.ts"
import type { RailwaySpecs } from "./spec.ts"

/** Kinds of objects that aidep makes on Railway. An environment comes with the project that it belongs to. */
export const kinds = {
  environment: "environment",
  service: "service",
  store: "store",
  bucket: "bucket",
} as const

/** The environment first, which everything else stands in. */
export function railwayResources(
  { resources, services }: SpecsOnPlatform<RailwaySpecs>,
  scope: Scope<RailwayOptions>,
): readonly DesiredResource[] {
  const { environment, name } = scope.project
  const stores = resources.flatMap((store) => store ?? [])
  if (services.length + stores.length === 0) return []
  const place: DesiredResource = {
    address: environmentAddress(environment),
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
    ...stores.map((store) => storeResource(store, environment)),
    ...services.map((service) => serviceResource({ service, origin }, environment)),
    ...services
      .filter(({ service }) => service === origin?.service)
      .flatMap((service) => domainResources({ service, origin }, environment)),
  ]
}

interface Placed {
  readonly service: RailwayService
  readonly origin: Origin | undefined
}

function domainResources(
  { origin, service }: Placed,
  environment: string,
): readonly DesiredResource[] {
  if (origin === undefined) return []
  const address = serviceAddress(environment, service.service)
  const settings = { targetPort: portOf(service) }
  return originResources(origin, { address, environment, provider: platformId, settings })
}

/** The port that traffic of the domain goes to; null where Railway finds it. */
function portOf({ added, variables }: RailwayService): number | null {
  const written = variables["PORT"]
  const port = Number(written?.type === "literal" ? written.value : added["PORT"])
  return port > 0 ? port : null
}

function serviceAddress(environment: string, owner: string): string {
  return resourceAddress(environment, { owner, kind: kinds.service, name: owner })
}

function serviceResource({ origin, service }: Placed, environment: string): DesiredResource {
  const owner = service.service
  const domain = origin?.service === owner ? { [domainMarker]: origin.domain } : {}
  const settings = settingsOf({ ...service, added: { ...service.added, ...domain } })
  return {
    address: serviceAddress(environment, owner),
    kind: kinds.service,
    provider: platformId,
    owner,
    desired: { ...settings },
    deploymentId: undefined,
    dependsOn: [environmentAddress(environment)],
    // A volume that the manifest no longer has goes with its service, so that a plan says what is lost.
    immutable: settings.volume === null ? ["volume"] : [],
    holdsData: settings.volume !== null,
  }
}

function storeResource(store: RailwayStore, environment: string): DesiredResource {
  const settings = storeSettingsOf(store)
  const owner = store.resource
  const kind = settings === undefined ? kinds.bucket : kinds.store
  return {
    address: resourceAddress(environment, { owner, kind, name: owner }),
    kind,
    provider: platformId,
    owner,
    desired: { ...(settings ?? bucketSettingsOf(store)) },
    deploymentId: undefined,
    dependsOn: [environmentAddress(environment)],
    immutable: ["type", "region"],
    holdsData: true,
  }
}

export function environmentAddress(environment: string): string {
  const parts = { owner: projectOwner, kind: kinds.environment, name: environment }
  return resourceAddress(environment, parts)
}
