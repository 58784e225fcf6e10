import {
  type DesiredResource,
  edgeAddresses,
  edgeKinds,
  edgeOwner,
  resourceAddress,
  type Scope,
  type SpecsOnPlatform,
} from "aidep/provider"
import { platformId, type FlyOptions } from "./options.ts"
import type { FlySpecs } from "./render.ts"
import { type AppSettings, settingsOf } from "./resources/app-settings.ts"
import type { FlySpec } from "./spec.ts"

/** Kinds of objects that aidep makes on Fly. An app holds its Machines, volumes, secrets and addresses. */
export const kinds = {
  app: "app",
  originDomain: edgeKinds.originDomain,
  certificate: edgeKinds.certificate,
} as const

export function flyResources(
  { services }: SpecsOnPlatform<FlySpecs>,
  scope: Scope<FlyOptions>,
): readonly DesiredResource[] {
  const { environment } = scope.project
  return services.flatMap((spec) => [
    appResource(spec, environment),
    ...domainResources(spec, scope),
  ])
}

function appResource(spec: FlySpec, environment: string): DesiredResource {
  const settings = settingsOf(spec)
  return {
    address: appAddress(environment, spec.service),
    kind: kinds.app,
    provider: platformId,
    owner: spec.service,
    desired: { ...settings },
    deploymentId: undefined,
    dependsOn: [],
    immutable: immutableKeys(settings),
    holdsData: settings.volume !== null,
  }
}

/** Volumes that the manifest no longer has go with their app, so that a plan says what is lost. */
function immutableKeys({ volume }: AppSettings): readonly string[] {
  return ["app", "organization", ...(volume === null ? ["volume"] : [])]
}

/** The domain of an edge that stands on another platform: Fly takes it, and issues a certificate for it. */
function domainResources(
  { service, toml: { app } }: FlySpec,
  { project: { edge, environment } }: Scope<FlyOptions>,
): readonly DesiredResource[] {
  if (edge?.service !== service || edge.platform === platformId) return []
  const { domain } = edge
  const { certificate, originDomain, verification } = edgeAddresses(environment, domain)
  const shared = { provider: platformId, owner: edgeOwner, deploymentId: undefined }
  return [
    {
      ...shared,
      address: originDomain,
      kind: kinds.originDomain,
      desired: { service: app, domain },
      dependsOn: [appAddress(environment, service)],
      immutable: ["service", "domain"],
    },
    {
      ...shared,
      address: certificate,
      kind: kinds.certificate,
      desired: { service: app, domain, status: "active" },
      dependsOn: [originDomain, verification],
      immutable: ["service", "domain"],
    },
  ]
}

export function appAddress(environment: string, service: string): string {
  return resourceAddress(environment, { owner: service, kind: kinds.app, name: service })
}
