import { edgeOwner, type ResourceAddress, resourceAddress } from "../core/plan/resource.ts"

/**
 * Addresses of the four resources of an edge, on which its own platform and the service's have to agree. The service's
 * platform makes the origin domain, whose outputs have the values `target` (host name of the CNAME) and `verification` (a
 * list of `{ type, name, content }`, empty where nothing has to be shown), and the certificate; the edge's platform makes
 * the records. Each depends on those before it.
 */
export interface EdgeAddresses {
  readonly originDomain: ResourceAddress
  readonly verification: ResourceAddress
  readonly certificate: ResourceAddress
  readonly record: ResourceAddress
}

export const edgeKinds = {
  originDomain: "origin-domain",
  verification: "verification",
  certificate: "certificate",
  record: "record",
} as const

export function edgeAddresses(environment: string, domain: string): EdgeAddresses {
  const address = (kind: string) =>
    resourceAddress(environment, { owner: edgeOwner, kind, name: domain })
  return {
    originDomain: address(edgeKinds.originDomain),
    verification: address(edgeKinds.verification),
    certificate: address(edgeKinds.certificate),
    record: address(edgeKinds.record),
  }
}
