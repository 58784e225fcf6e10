import {
  type ApiFailure,
  type ApiOutcome,
  edgeAddresses,
  failedWith,
  type Outputs,
  platformErrors,
  problem,
} from "aidep/provider"
import { roleOf } from "../../edge/mark.ts"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import { type DnsRecord, recordsNamed } from "./dns-calls.ts"
import { detachDomain, ownDomain } from "./worker-domain-calls.ts"

/** Types of records that stand in each other's way at one name. */
const addressTypes: readonly string[] = ["A", "AAAA", "CNAME"]

export function isAddress({ type }: Pick<DnsRecord, "type">): boolean {
  return addressTypes.includes(type)
}

export function domainOutputs(name: string): Outputs {
  return { url: `https://${name}`, host: name }
}

/** By its comment, or since it was taken over. */
export function isOurs({ comment, id, name }: DnsRecord, scope: CloudflareScope): boolean {
  const { record } = edgeAddresses(scope.environment, name)
  return roleOf(comment, scope) !== undefined || scope.known.get(record) === id
}

interface Zoned {
  readonly zoneId: string
  readonly scope: CloudflareScope
}

/** The address records of a name, whoever made them. */
export async function addressesAt(
  name: string,
  { scope, zoneId }: Zoned,
): Promise<ApiOutcome<readonly DnsRecord[]>> {
  const found = await recordsNamed(name, zoneId, scope)
  return found.status === "failed"
    ? found
    : { status: "done", value: found.value.filter(isAddress) }
}

/**
 * The address records of a name, all of them ours. A custom domain of a Worker of ours, which has a record of its own
 * there, makes way: the service behind the edge has moved.
 */
export async function ownAddressesAt(
  name: string,
  zoned: Zoned,
): Promise<ApiOutcome<readonly DnsRecord[]>> {
  const { scope } = zoned
  const found = await addressesAt(name, zoned)
  if (found.status === "failed") return found
  const foreign = found.value.find((record) => !isOurs(record, scope))
  if (foreign === undefined) return found
  const domain = await ownDomain(name, scope)
  if (domain.status === "failed") return domain
  if (domain.value === undefined) return taken(name, `DNS record ${foreign.type}`, scope)
  const detached = await detachDomain(domain.value.id, scope)
  if (detached.status === "failed") return detached
  const left = await addressesAt(name, zoned)
  if (left.status === "failed") return left
  const other = left.value.find((record) => !isOurs(record, scope))
  return other === undefined ? left : taken(name, `DNS record ${other.type}`, scope)
}

/** Offers to take over the record through which the domain is served. */
export function taken(name: string, kind: string, { environment }: CloudflareScope): ApiFailure {
  const address = edgeAddresses(environment, name).record
  return failedWith(
    problem(platformErrors.nameTaken, { platform: "Cloudflare", name, kind, address }),
  )
}
