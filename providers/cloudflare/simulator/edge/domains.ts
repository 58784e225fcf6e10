import * as z from "zod"
import { type Account, type DnsRecord, idFor, type WorkerDomain } from "../account.ts"
import { without } from "../table.ts"
import { type Handler, ok, refuse } from "../reply.ts"
import { missingService } from "../worker/refusals.ts"
import { inZone, zoneHolding } from "./zones.ts"

const newDomain = z.strictObject({
  hostname: z.string().min(1),
  service: z.string().min(1),
  zone_id: z.string(),
})

export const listDomains: Handler = (_, account) =>
  ok(
    account,
    Object.values(account.domains).map((domain) => domainView(domain, account)),
  )

/** The same again changes nothing. Another Worker's name, or one with records, is a conflict. */
export const attachDomain: Handler = ({ body, nowMs }, account) => {
  const parsed = newDomain.safeParse(body)
  if (!parsed.success)
    return refuse(account, { statusCode: 400, code: 10_026, message: parsed.error.message })
  const { hostname, service, zone_id: zoneId } = parsed.data
  return inZone(account, zoneId, (zone) => {
    if (zoneHolding(hostname, account)?.id !== zone.id)
      return refuse(account, {
        statusCode: 400,
        code: 100_114,
        message: `Hostname '${hostname}' is not in the zone.`,
      })
    const standing = Object.values(account.domains).find((domain) => domain.hostname === hostname)
    if (standing?.service === service) return ok(account, domainView(standing, account))
    if (standing !== undefined)
      return refuse(account, {
        statusCode: 409,
        code: 100_116,
        message: `Hostname '${hostname}' already in use by other custom domain. Either delete it, try a different hostname, or use the option 'override_existing_origin' to override.`,
      })
    if (Object.values(account.records).some(({ name }) => name === hostname))
      return refuse(account, {
        statusCode: 409,
        code: 100_117,
        message: `Hostname '${hostname}' already has externally managed DNS records (A, CNAME, etc). Delete them first or try a different hostname.`,
      })
    if (account.workers.scripts[service] === undefined) return refuse(account, missingService)
    const domain: WorkerDomain = { id: idFor(account, "domain"), hostname, service, zoneId }
    const domains = { ...account.domains, [domain.id]: domain }
    const records = { ...account.records, [domain.id]: recordOf(domain, nowMs) }
    const after = { ...account, made: account.made + 1, domains, records }
    return ok(after, domainView(domain, after))
  })
}

export const detachDomain: Handler = ({ ids: [, id = ""] }, account) =>
  account.domains[id] === undefined
    ? refuse(account, { statusCode: 404, code: 100_113, message: "Domain not found." })
    : ok(
        {
          ...account,
          domains: without(account.domains, id),
          records: without(account.records, id),
        },
        null,
      )

/** Cloudflare makes it for a custom domain, and it goes with that; its id is the domain's here. */
function recordOf({ hostname: name, id, zoneId }: WorkerDomain, nowMs: number): DnsRecord {
  const content = "100::"
  const times = { createdAtMs: nowMs, changedAtMs: nowMs }
  return { id, zoneId, type: "AAAA", name, content, proxied: true, ttl: 1, comment: "", ...times }
}

function domainView({ hostname, id, service, zoneId }: WorkerDomain, { zones }: Account) {
  return {
    id,
    hostname,
    service,
    environment: "production",
    zone_id: zoneId,
    zone_name: zones[zoneId]?.name ?? "",
  }
}
