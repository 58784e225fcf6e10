import {
  type DesiredResource,
  projectOwner,
  resourceAddress,
  type Scope,
  type SpecsOnPlatform,
} from "aidep/provider"
import { platformId, type RailwayOptions } from "./options.ts"
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
  { project: { environment, name } }: Scope<RailwayOptions>,
): readonly DesiredResource[] {
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
  return [
    place,
    ...stores.map((store) => storeResource(store, environment)),
    ...services.map((service) => serviceResource(service, environment)),
  ]
}

function serviceResource(service: RailwayService, environment: string): DesiredResource {
  const settings = settingsOf(service)
  const owner = service.service
  return {
    address: resourceAddress(environment, { owner, kind: kinds.service, name: owner }),
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
  const { name, region } = store
  const bucket = { name, ...(region === undefined ? {} : { region }) }
  return {
    address: resourceAddress(environment, { owner, kind, name: owner }),
    kind,
    provider: platformId,
    owner,
    desired: { ...(settings ?? bucket) },
    deploymentId: undefined,
    dependsOn: [environmentAddress(environment)],
    immutable: ["type", "region", "mountPath"],
    holdsData: true,
  }
}

export function environmentAddress(environment: string): string {
  const parts = { owner: projectOwner, kind: kinds.environment, name: environment }
  return resourceAddress(environment, parts)
}
