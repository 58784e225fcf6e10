import { type ApiFailure, type ApiOutcome, gather, type ObservedResource } from "aidep/provider"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import { type DnsRecord, findRecord, recordsOfOurs } from "./dns-calls.ts"
import { observedRecords, observedRules } from "./observed.ts"
import { entryPoint, type Phase, phases } from "./ruleset-calls.ts"
import { type Zone, zonesToLookAt } from "./zone.ts"
import { kindIn } from "../../../_shared/remote/ownership.ts"
import { kinds } from "../../edge/kinds.ts"

type Observed = ApiOutcome<readonly ObservedResource[]>

/**
 * Everything of ours in the zones: one call for them, and for each zone one for its records and one for each of three
 * phases of rules. A record that was taken over is asked for by its id.
 */
export async function observeZones(scope: CloudflareScope): Promise<Observed> {
  const zones = await zonesToLookAt(scope)
  if (zones.status === "failed") return zones
  const found = gather(await Promise.all(zones.value.map((zone) => observeZone(zone, scope))))
  return found.status === "failed" ? found : { status: "done", value: found.value.flat() }
}

async function observeZone(zone: Zone, scope: CloudflareScope): Promise<Observed> {
  const [records, ...rules] = await Promise.all([
    observeRecords(zone, scope),
    ...phases.map((phase) => observeRules(phase, zone, scope)),
  ])
  const found = gather([records, ...rules])
  return found.status === "failed" ? found : { status: "done", value: found.value.flat() }
}

async function observeRecords(zone: Zone, scope: CloudflareScope): Promise<Observed> {
  const own = await recordsOfOurs(zone.id, scope)
  if (own.status === "failed") return orHidden(own, scope)
  const known = await knownRecords(own.value, zone, scope)
  if (known.status === "failed") return known
  return { status: "done", value: observedRecords([...own.value, ...known.value], zone, scope) }
}

/** What earlier commands took over or made, and the list leaves out. */
async function knownRecords(
  listed: readonly DnsRecord[],
  { id: zoneId }: Zone,
  scope: CloudflareScope,
): Promise<ApiOutcome<readonly DnsRecord[]>> {
  const seen = new Set(listed.map(({ id }) => id))
  const missing = [...scope.known]
    .filter(([address, id]) => kindIn(address) === kinds.record && !seen.has(id))
    .map(([, id]) => id)
  const found = gather(await Promise.all(missing.map((id) => findRecord(id, zoneId, scope))))
  if (found.status === "failed") return found
  return { status: "done", value: found.value.flatMap((record) => record ?? []) }
}

async function observeRules(phase: Phase, zone: Zone, scope: CloudflareScope): Promise<Observed> {
  const standing = await entryPoint(phase, zone.id, scope)
  if (standing.status === "failed") return orHidden(standing, scope)
  const ruleset = standing.value
  const value = ruleset === undefined ? [] : observedRules({ phase, ruleset, zone }, scope)
  return { status: "done", value }
}

/**
 * Where no zone was chosen, one that the token may not look into is not ours: a project without an edge needs no rights
 * to zones.
 */
function orHidden(failure: ApiFailure, { options }: CloudflareScope): Observed {
  const isHidden = failure.problem.code === "platform/forbidden" && options.zone === undefined
  return isHidden ? { status: "done", value: [] } : failure
}
