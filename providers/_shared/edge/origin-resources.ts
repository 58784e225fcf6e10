import {
  type DataObject,
  type DesiredResource,
  edgeAddresses,
  edgeKinds,
  edgeOwner,
  type Scope,
} from "aidep/provider"

/**
 * Variable of the service behind an edge that names the domain: a platform has no label for a domain, and by this one
 * its domain is told from those that somebody added by hand.
 */
export const domainMarker = "AIDEP_DOMAIN"

/** Output of the service behind an edge that its domain refers to: made anew, the service takes its domain with it. */
export const idOutput = "id"

/** The service behind an edge that stands on another platform. */
export interface Origin {
  readonly service: string
  readonly domain: string
}

/** Undefined where no service of the platform is behind an edge elsewhere. */
export function originOf(
  services: readonly { readonly service: string }[],
  { project: { edge } }: Pick<Scope<unknown>, "project">,
  provider: string,
): Origin | undefined {
  if (edge === undefined || edge.platform === provider) return undefined
  const { domain, service } = edge
  return services.some((one) => one.service === service) ? { service, domain } : undefined
}

interface OriginPlace {
  readonly environment: string
  readonly provider: string
  /** Of the service behind the edge. */
  readonly address: DesiredResource["address"]
  /** What the platform sets for a domain beside its name. */
  readonly settings?: DataObject
}

/** The domain, made known to the platform, and its certificate, which needs the records of the edge's platform. */
export function originResources(
  { domain }: Origin,
  { address, environment, provider, settings = {} }: OriginPlace,
): readonly DesiredResource[] {
  const { certificate, originDomain, verification } = edgeAddresses(environment, domain)
  const service = { fromResource: address, output: idOutput }
  const shared = { provider, owner: edgeOwner, deploymentId: undefined }
  return [
    {
      ...shared,
      address: originDomain,
      kind: edgeKinds.originDomain,
      desired: { service, domain, ...settings },
      dependsOn: [address],
    },
    {
      ...shared,
      address: certificate,
      kind: edgeKinds.certificate,
      desired: { service, domain, status: "active" },
      dependsOn: [originDomain, verification],
    },
  ]
}
