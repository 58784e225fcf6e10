import { type Account, accountId, type Zone, zoneNamed } from "../account.ts"
import type { Table } from "../table.ts"
import { type Handler, page, refuse, type Result, timeText } from "../reply.ts"

/**
 * Zones of the domains of a project: the last two labels, or three below endings such as "co.uk", which are nobody's
 * zone.
 */
export function zonesFor(domains: readonly string[]): Table<Zone> {
  const zones = domains.map((domain) => zoneNamed(zoneNameOf(domain)))
  return Object.fromEntries(zones.map((zone) => [zone.id, zone]))
}

function zoneNameOf(domain: string): string {
  const labels = domain.split(".")
  const [second = "", top = ""] = labels.slice(-2)
  const isEnding = labels.length > 2 && top.length === 2 && second.length <= 3
  return labels.slice(isEnding ? -3 : -2).join(".")
}

export const listZones: Handler = (request, account) => {
  const { query } = request
  const name = query.get("name")
  const owner = query.get("account.id")
  const rows = Object.values(account.zones).filter(
    (zone) => (name === null || zone.name === name) && (owner === null || zone.accountId === owner),
  )
  return page(account, rows.map(zoneView), request)
}

function zoneView({ accountId: owner, id, name, plan, status }: Zone) {
  const made = timeText(0)
  return {
    id,
    name,
    status,
    paused: false,
    type: "full",
    development_mode: 0,
    name_servers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    original_name_servers: null,
    original_registrar: null,
    original_dnshost: null,
    created_on: made,
    modified_on: made,
    activated_on: status === "active" ? made : null,
    meta: { step: 4, custom_certificate_quota: 0, page_rule_quota: 3, phishing_detected: false },
    owner: { id: owner, name: "Simulated", type: "organization" },
    account: { id: owner, name: owner === accountId ? "Simulated" : "Somebody else" },
    permissions: ["#dns_records:edit", "#zone:read"],
    plan: { id: `${plan}-plan`, name: `${plan} plan`, legacy_id: plan },
  }
}

/** Answers about a zone of the simulated account; others do not let the token in. */
export function inZone(account: Account, id: string, answer: (zone: Zone) => Result): Result {
  const zone = account.zones[id]
  if (zone === undefined)
    return refuse(account, {
      statusCode: 404,
      code: 7003,
      message: `Could not route to /zones/${id}, perhaps your object identifier is invalid?`,
    })
  if (zone.accountId !== accountId)
    return refuse(account, {
      statusCode: 403,
      code: 9109,
      message: "Unauthorized to access requested resource",
    })
  return answer(zone)
}

/** The zone that holds a name: the longest of those that fit. */
export function zoneHolding(name: string, { zones }: Account): Zone | undefined {
  return Object.values(zones)
    .filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
    .toSorted((a, b) => b.name.length - a.name.length)[0]
}
