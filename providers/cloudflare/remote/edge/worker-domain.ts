import {
  type ApiOutcome,
  type ApplyOutcome,
  notApplied,
  type ObservedResource,
  type RemoveOutcome,
  type ResourceWork,
} from "aidep/provider"
import * as z from "zod"
import type { CloudflareOutcome, CloudflareScope } from "../api/cloudflare-api.ts"
import { deleteRecord } from "./dns-calls.ts"
import { addressesAt, domainOutputs, isOurs, taken } from "./host-name.ts"
import { attachDomain, detachDomain, type Domain, type NewDomain } from "./worker-domain-calls.ts"
import { findActiveZone } from "./zone.ts"

const wanted = z.object({ zone: z.string(), hostname: z.string(), service: z.string() })

/**
 * Another Worker has the name, or a record that no Worker made. Source:
 * https://github.com/cloudflare/workers-sdk/issues/9878 and https://github.com/alchemy-run/alchemy-async/pull/1384
 * (2026-04).
 */
const codes = { otherWorker: 100_116, otherRecord: 100_117 } as const

/**
 * Makes the domain lead to the Worker, with a record and a certificate of Cloudflare's own. The proxied record of the
 * edge makes way: the service behind it has moved.
 */
export async function putDomain(
  { desired: { desired } }: ResourceWork,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const { hostname, service, zone: name } = wanted.parse(desired)
  const zone = await findActiveZone(name, scope)
  if (zone.status === "failed") return notApplied(zone)
  const domain = { hostname, service, zone_id: zone.value.id }
  const made = await attachDomain(domain, scope)
  const attached = isOtherRecord(made) ? await attachAfterRecord(domain, scope) : made
  if (attached.status === "done")
    return { status: "applied", id: attached.value.id, outputs: domainOutputs(hostname) }
  return notApplied(
    isOtherWorker(made) ? taken(hostname, "custom domain of another Worker", scope) : attached,
  )
}

function isOtherRecord(made: CloudflareOutcome<Domain>): boolean {
  return made.status === "failed" && made.codes.includes(codes.otherRecord)
}

function isOtherWorker(made: CloudflareOutcome<Domain>): boolean {
  return made.status === "failed" && made.codes.includes(codes.otherWorker)
}

async function attachAfterRecord(
  domain: NewDomain,
  scope: CloudflareScope,
): Promise<ApiOutcome<Domain>> {
  const { hostname, zone_id: zoneId } = domain
  const standing = await addressesAt(hostname, { zoneId, scope })
  if (standing.status === "failed") return standing
  const records = standing.value
  const foreign = records.find((record) => !isOurs(record, scope))
  if (foreign !== undefined || records.length === 0)
    return taken(hostname, `DNS record ${foreign?.type ?? ""}`.trim(), scope)
  for (const { id } of records) {
    const gone = await deleteRecord(id, zoneId, scope)
    if (gone.status === "failed") return gone
  }
  return await attachDomain(domain, scope)
}

/** What is gone already counts as removed. */
export async function removeDomain(
  { id }: ObservedResource,
  scope: CloudflareScope,
): Promise<RemoveOutcome> {
  const gone = await detachDomain(id, scope)
  return gone.status === "failed" ? gone : { status: "removed" }
}
