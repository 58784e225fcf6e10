import { edgeAddresses, edgeKinds, edgeOwner, type ObservedResource } from "aidep/provider"
import { domainMarker } from "../../../_shared/edge/origin-resources.ts"
import { platformId } from "../../options.ts"
import type { CustomDomainAnswer } from "../api/domain-documents.ts"
import type { RailwayScope } from "../api/railway-api.ts"
import type { Instance } from "../api/read.ts"
import { domainOutputs, hasCertificate } from "./records.ts"

/** Domains of services of ours that the variables of one of them name, or that an earlier command made. */
export function observedDomains(
  ours: readonly Instance[],
  scope: RailwayScope,
): readonly ObservedResource[] {
  const marked = new Set(ours.flatMap(({ variables }) => variables.get(domainMarker) ?? []))
  const known = new Set(scope.known.values())
  return ours.flatMap((instance) =>
    instance.domains.customDomains
      .filter(({ domain, id }) => marked.has(domain) || known.has(id))
      .flatMap((domain) => observedDomain(domain, instance, scope)),
  )
}

function observedDomain(
  custom: CustomDomainAnswer,
  { serviceId: service }: Instance,
  { environment }: RailwayScope,
): readonly ObservedResource[] {
  const { domain, id, status, targetPort } = custom
  const addresses = edgeAddresses(environment, domain)
  const outputs = domainOutputs(custom)
  const shared = { provider: platformId, owner: edgeOwner, deploymentId: undefined }
  const origin: ObservedResource = {
    ...shared,
    address: addresses.originDomain,
    kind: edgeKinds.originDomain,
    id,
    observed: { service, domain, targetPort: targetPort ?? null },
    state: outputs === undefined ? "starting" : "running",
    about: status.verified ? "It is verified." : "It waits for its DNS records.",
    outputs: outputs ?? {},
  }
  if (!hasCertificate(custom)) return [origin]
  const certificate: ObservedResource = {
    ...shared,
    address: addresses.certificate,
    kind: edgeKinds.certificate,
    id: domain,
    observed: { service, domain, status: "active" },
    state: "running",
    about: "Railway issued it.",
    outputs: {},
  }
  return [origin, certificate]
}
