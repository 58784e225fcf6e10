import {
  type ApiOutcome,
  edgeAddresses,
  edgeKinds,
  edgeOwner,
  gather,
  type ObservedResource,
} from "aidep/provider"
import { domainMarker } from "../../../_shared/edge/origin-resources.ts"
import { kindIn } from "../../../_shared/remote/ownership.ts"
import { platformId } from "../../options.ts"
import type { RenderScope } from "../api/render-api.ts"
import { isVerifiedDomain } from "./certificate.ts"
import { type CustomDomain, domainOutputs, domainsOf } from "./domain-calls.ts"

type Observed = ApiOutcome<readonly ObservedResource[]>

/**
 * Domains of ours: those that the variables of their service name, one call for each such service. What only the journal
 * knows, such as after a command that was ended while a domain went to another service, is looked for at all others.
 */
export async function observeDomains(
  observed: readonly ObservedResource[],
  scope: RenderScope,
): Promise<Observed> {
  const reachable = observed.filter(
    ({ outputs: { host, isPrivate }, variables }) => host && !isPrivate && variables,
  )
  const named = reachable.filter(({ variables }) => variables?.has(domainMarker))
  const found = await domainsAt(named, scope)
  if (found.status === "failed") return found
  const seen = new Set(found.value.map(({ id }) => id))
  const isLost = [...knownIds(scope)].some((id) => !seen.has(id))
  if (!isLost) return found
  const others = reachable.filter((service) => !named.includes(service))
  const more = await domainsAt(others, scope)
  return more.status === "failed"
    ? more
    : { status: "done", value: [...found.value, ...more.value] }
}

function knownIds({ known }: RenderScope): ReadonlySet<string> {
  const domains = [...known].filter(
    ([address, id]) => kindIn(address) === edgeKinds.originDomain && id.startsWith("cdm-"),
  )
  return new Set(domains.map(([, id]) => id))
}

async function domainsAt(
  services: readonly ObservedResource[],
  scope: RenderScope,
): Promise<Observed> {
  const known = knownIds(scope)
  const listed = gather(
    await Promise.all(services.map(async ({ id }) => await domainsOf(id, scope))),
  )
  if (listed.status === "failed") return listed
  const value = services.flatMap((service, index) =>
    (listed.value[index] ?? [])
      .filter(({ id, name }) => service.variables?.get(domainMarker) === name || known.has(id))
      .flatMap((domain) => observedDomain(domain, service, scope)),
  )
  return { status: "done", value }
}

function observedDomain(
  domain: CustomDomain,
  { id: service, outputs: { host = "" } }: ObservedResource,
  { environment }: RenderScope,
): readonly ObservedResource[] {
  const { id, name } = domain
  const addresses = edgeAddresses(environment, name)
  const shared = {
    provider: platformId,
    owner: edgeOwner,
    deploymentId: undefined,
    state: "running",
  } as const
  const isVerified = isVerifiedDomain(domain)
  const origin: ObservedResource = {
    ...shared,
    address: addresses.originDomain,
    kind: edgeKinds.originDomain,
    id,
    observed: { service, domain: name },
    about: isVerified ? "It is verified." : "It waits for its DNS record.",
    outputs: domainOutputs(name, host),
  }
  if (!isVerified) return [origin]
  const certificate: ObservedResource = {
    ...shared,
    address: addresses.certificate,
    kind: edgeKinds.certificate,
    id: name,
    observed: { service, domain: name, status: "active" },
    about: "Render issued it when it verified the domain.",
    outputs: {},
  }
  return [origin, certificate]
}
