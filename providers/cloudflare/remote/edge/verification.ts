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
import { commentOf, domainOf, nameIn, roleOf } from "../../edge/mark.ts"
import { recordTaken } from "../../errors/zone.ts"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import {
  createRecord,
  deleteRecord,
  type DnsRecord,
  editRecord,
  isSame,
  type NewRecord,
  recordsNamed,
  recordsOfOurs,
} from "./dns-calls.ts"
import { isAddress, ownAddressesAt, taken } from "./host-name.ts"
import { findActiveZone, findZone } from "./zone.ts"

const shown = z.object({ type: z.string(), name: z.string(), content: z.string() })
type Shown = z.output<typeof shown>

const wanted = z.object({ zone: z.string(), records: z.array(shown) })

interface Zoned {
  readonly zoneId: string
  readonly scope: CloudflareScope
}

/** Brings the records that an origin wants to see to what is wanted, whether they stand or not. */
export async function putVerification(
  { desired: { desired } }: ResourceWork,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const { records, zone: name } = wanted.parse(desired)
  const zone = await findActiveZone(name, scope)
  if (zone.status === "failed") return notApplied(zone)
  const zoneId = zone.value.id
  const standing = await recordsOfOurs(zoneId, scope)
  if (standing.status === "failed") return notApplied(standing)
  const kept: string[] = []
  for (const [index, record] of records.entries()) {
    const role = { type: "verification", index: index + 1 } as const
    const labelled = { ...record, comment: commentOf(role, scope) }
    const put = await putOne(labelled, standing.value, { zoneId, scope })
    if (put.status === "failed") return notApplied(put)
    kept.push(put.value.id)
  }
  const stale = verifications(standing.value, scope).filter(({ id }) => !kept.includes(id))
  const released = await releaseAll(stale, { zoneId, scope })
  if (released.status === "failed") return notApplied(released)
  return { status: "applied", id: zoneId, outputs: {} }
}

type Labelled = Shown & Pick<NewRecord, "comment">

async function putOne(
  record: Labelled,
  standing: readonly DnsRecord[],
  zoned: Zoned,
): Promise<ApiOutcome<DnsRecord>> {
  const { comment, content, name, type } = record
  const alike = standing.filter((other) => other.type === type && other.name === name)
  const same = alike.find((other) => other.content === content)
  const known = same ?? (isAddress(record) ? alike[0] : undefined)
  const found = await ownOrFree(record, known, zoned)
  if (found.status === "failed") return found
  const [own] = found.value
  const { scope, zoneId } = zoned
  if (own === undefined) return await make({ ...record, proxied: false, ttl: 1 }, zoned)
  if (own.type !== type) return taken(name, `DNS record ${own.type}`, scope)
  // The proxy stays on as long as the record leads where it did: the domain may be in use.
  const proxied = own.content === content && own.proxied
  const changed = { ...own, content, proxied, comment }
  return isSame(changed, own)
    ? { status: "done", value: own }
    : await editRecord(changed, zoneId, scope)
}

/** Our record, or none where nobody has one that is in the way. */
async function ownOrFree(
  record: Shown,
  known: DnsRecord | undefined,
  zoned: Zoned,
): Promise<ApiOutcome<readonly DnsRecord[]>> {
  if (known !== undefined) return { status: "done", value: [known] }
  const { content, name, type } = record
  if (isAddress(record)) return await ownAddressesAt(name, zoned)
  const others = await recordsNamed(name, zoned.zoneId, zoned.scope)
  if (others.status === "failed") return others
  const isThere = others.value.some((other) => other.type === type && other.content === content)
  return isThere ? failedWith(problem(recordTaken, { type, name })) : { status: "done", value: [] }
}

async function make(record: NewRecord, { scope, zoneId }: Zoned): Promise<ApiOutcome<DnsRecord>> {
  const find = async (): Promise<ApiOutcome<DnsRecord | undefined>> => {
    const seen = await recordsNamed(record.name, zoneId, scope)
    if (seen.status === "failed") return seen
    return { status: "done", value: seen.value.find(({ comment }) => comment === record.comment) }
  }
  return await makeOnce({ make: () => createRecord(record, zoneId, scope), find }, scope)
}

export function verifications(
  records: readonly DnsRecord[],
  scope: CloudflareScope,
): readonly DnsRecord[] {
  return records.filter(({ comment }) => roleOf(comment, scope)?.type === "verification")
}

/** A record through which the domain is served is no longer one of the origin's, and stays. */
async function releaseAll(
  records: readonly DnsRecord[],
  { scope, zoneId }: Zoned,
): Promise<ApiOutcome<undefined>> {
  const comment = commentOf({ type: "record", origin: undefined }, scope)
  for (const record of records) {
    const isServed = record.proxied && domainOf(record.name) === record.name
    const released = isServed
      ? await editRecord({ ...record, comment }, zoneId, scope)
      : await deleteRecord(record.id, zoneId, scope)
    if (released.status === "failed") return released
  }
  return { status: "done", value: undefined }
}

/** Whatever of it still stands: a record that serves the domain goes with that. */
export async function removeVerification(
  { address, observed }: ObservedResource,
  scope: CloudflareScope,
): Promise<RemoveOutcome> {
  const { zone: name } = z.object({ zone: z.string() }).parse(observed)
  const zone = await findZone(name, scope)
  if (zone.status === "failed") return zone
  const zoneId = zone.value.id
  const standing = await recordsOfOurs(zoneId, scope)
  if (standing.status === "failed") return standing
  const domain = nameIn(address)
  const own = verifications(standing.value, scope).filter(
    (record) => domainOf(record.name) === domain,
  )
  const released = await releaseAll(own, { zoneId, scope })
  return released.status === "failed" ? released : { status: "removed" }
}
