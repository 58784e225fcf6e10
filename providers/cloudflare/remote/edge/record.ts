import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  makeOnce,
  notApplied,
  type ObservedResource,
  problem,
  type RemoveOutcome,
  type ResourceWork,
} from "aidep/provider"
import * as z from "zod"
import { roleOf } from "../../edge/mark.ts"
import { originUnknown } from "../../errors/zone.ts"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import {
  createRecord,
  deleteRecord,
  type DnsRecord,
  editRecord,
  isSame,
  type NewRecord,
} from "./dns-calls.ts"
import { domainOutputs, ownAddressesAt } from "./host-name.ts"
import { findActiveZone, findZone } from "./zone.ts"

const anywhere = z.object({
  zone: z.string(),
  type: z.literal("CNAME"),
  name: z.string(),
  proxied: z.boolean(),
  ttl: z.number(),
  comment: z.string(),
})
const wanted = z.union([
  anywhere.extend({ content: z.string() }),
  anywhere.extend({ origin: z.string() }),
])
type Wanted = z.output<typeof wanted>

/**
 * Brings the domain's record to what is wanted, whether it stands or not: the record of an origin's verification may be
 * this very one, with the proxy still off.
 */
export async function putRecord(
  { desired: { desired } }: ResourceWork,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const record = wanted.parse(desired)
  const zone = await findActiveZone(record.zone, scope)
  if (zone.status === "failed") return notApplied(zone)
  const content = contentOf(record, scope)
  if (content.status === "failed") return notApplied(content)
  const put = await putAt({ ...record, content: content.value }, { zoneId: zone.value.id, scope })
  if (put.status === "failed") return notApplied(put)
  return { status: "applied", id: put.value.id, outputs: domainOutputs(record.name) }
}

interface Zoned {
  readonly zoneId: string
  readonly scope: CloudflareScope
}

async function putAt(
  { comment, content, name, proxied, ttl, type }: NewRecord,
  { scope, zoneId }: Zoned,
): Promise<ApiOutcome<DnsRecord>> {
  const standing = await ownAddressesAt(name, { zoneId, scope })
  if (standing.status === "failed") return standing
  const record = { type, name, content, proxied, ttl, comment }
  const [own] = standing.value
  if (own === undefined) {
    const find = async (): Promise<ApiOutcome<DnsRecord | undefined>> => {
      const seen = await ownAddressesAt(name, { zoneId, scope })
      return seen.status === "failed" ? seen : { status: "done", value: seen.value[0] }
    }
    return await makeOnce({ make: () => createRecord(record, zoneId, scope), find }, scope)
  }
  const role = roleOf(own.comment, scope)
  const kept = role?.type === "verification" ? own.comment : comment
  const changed = { ...record, comment: kept, id: own.id }
  if (isSame(changed, own)) return { status: "done", value: own }
  return await editRecord(changed, zoneId, scope)
}

/** Told by the origin, or the host of the address that a secret holds. */
function contentOf(record: Wanted, { credential }: CloudflareScope): ApiOutcome<string> {
  if ("content" in record) return { status: "done", value: record.content }
  const host = hostIn(credential(record.origin))
  if (host !== undefined) return { status: "done", value: host }
  const params = { domain: record.name, variable: record.origin }
  return failedWith(problem(originUnknown, params))
}

export function hostIn(address: string | undefined): string | undefined {
  const host = URL.parse(address ?? "")?.hostname
  return host === "" ? undefined : host
}

/** What is gone already counts as removed. */
export async function removeRecord(
  { id, observed }: ObservedResource,
  scope: CloudflareScope,
): Promise<RemoveOutcome> {
  const { zone: name } = z.object({ zone: z.string() }).parse(observed)
  const zone = await findZone(name, scope)
  if (zone.status === "failed") return zone
  const gone = await deleteRecord(id, zone.value.id, scope)
  return gone.status === "failed" ? gone : { status: "removed" }
}
