import { type Account, type CustomDomain, idFor, type Service, without } from "./account.ts"
import { fits, type Handler, notFound, ok, page, refuse, timeText } from "./reply.ts"
import { newDomain } from "./requests.ts"

/** Assumptions: how long after the question Render knows the record, and issues the certificate. */
const recordMs = 20_000
const certificateMs = 60_000

/** Source: https://render.com/pricing (2026-08): custom domains of a workspace that pays for nothing. */
const freeDomains = 2

/**
 * A domain leads to one service, over all workspaces: a second one is refused with 409. Its twin, with or without
 * `www.`, is made with it and leads on to it.
 * Source: https://render.com/docs/custom-domains (2026-08).
 */
export const createDomain: Handler = ({ body, ids: [id = ""], nowMs }, account) => {
  const service = account.services[id]
  if (service === undefined) return notFound(account, "service")
  const parsed = newDomain.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { name } = parsed.data
  if (!isPublic(service)) return refuse(account, 400, "the service has no public address")
  if (isTaken(name, account)) return refuse(account, 409, `domain already exists: ${name}`)
  const standing = Object.values(account.domains).filter(({ redirectForName }) => !redirectForName)
  if (!account.hasPayment && standing.length >= freeDomains)
    return refuse(account, 402, "payment information is required for more custom domains")
  const twin = twinOf(name)
  const names = twin === undefined || isTaken(twin, account) ? [name] : [name, twin]
  const made = names.map((each, index): CustomDomain => ({
    id: idFor("cdm", account.made + index),
    createdAtMs: nowMs,
    name: each,
    serviceId: id,
    redirectForName: each === name ? "" : name,
    askedAtMs: undefined,
  }))
  const after = {
    ...account,
    made: account.made + made.length,
    domains: { ...account.domains, ...Object.fromEntries(made.map((one) => [one.id, one])) },
  }
  return ok(
    after,
    made.map((one) => domainView(one, after, nowMs)),
    201,
  )
}

function isPublic({ type }: Service): boolean {
  return type === "web_service" || type === "static_site"
}

function isTaken(name: string, { domains, takenDomains }: Account): boolean {
  return takenDomains.includes(name) || Object.values(domains).some((one) => one.name === name)
}

function twinOf(name: string): string | undefined {
  if (name.startsWith("www.")) return name.slice("www.".length)
  return isApex(name) ? `www.${name}` : undefined
}

function isApex(name: string): boolean {
  return name.split(".").length === 2
}

export const listDomains: Handler = (request, account) => {
  const [service = ""] = request.ids
  if (account.services[service] === undefined) return notFound(account, "service")
  const rows = Object.values(account.domains).filter(
    ({ name, serviceId }) => serviceId === service && fits(request.query, { name }),
  )
  const show = (domain: CustomDomain) => domainView(domain, account, request.nowMs)
  return ok(account, page(rows, request, { key: "customDomain", show }))
}

export const retrieveDomain: Handler = ({ ids, nowMs }, account) => {
  const domain = domainAt(ids, account)
  return domain === undefined
    ? notFound(account, "custom domain")
    : ok(account, domainView(domain, account, nowMs))
}

export const verifyDomain: Handler = ({ ids, nowMs }, account) => {
  const domain = domainAt(ids, account)
  if (domain === undefined) return notFound(account, "custom domain")
  const asked = { ...domain, askedAtMs: domain.askedAtMs ?? nowMs }
  return ok({ ...account, domains: { ...account.domains, [domain.id]: asked } }, undefined, 202)
}

export const deleteDomain: Handler = ({ ids }, account) => {
  const domain = domainAt(ids, account)
  if (domain === undefined) return notFound(account, "custom domain")
  return ok({ ...account, domains: without(account.domains, domain.id) }, undefined, 204)
}

/** By its id or its name. */
function domainAt(
  [service, wanted]: readonly string[],
  { domains }: Account,
): CustomDomain | undefined {
  return Object.values(domains).find(
    ({ id, name, serviceId }) => serviceId === service && (id === wanted || name === wanted),
  )
}

function domainView(domain: CustomDomain, account: Account, nowMs: number): unknown {
  const { createdAtMs, id, name, redirectForName, serviceId } = domain
  const service = account.services[serviceId]
  return {
    id,
    name,
    domainType: isApex(name) ? "apex" : "subdomain",
    publicSuffix: name.split(".").at(-1) ?? "",
    redirectForName,
    verificationStatus: isVerified(domain, account, nowMs) ? "verified" : "unverified",
    createdAt: timeText(createdAtMs),
    server: { id: serviceId, name: service?.name ?? "" },
  }
}

/** Nothing is looked up: a record that was asked for counts as made, but for those that the account names. */
function isVerified(
  { askedAtMs, name }: CustomDomain,
  { domainsWithoutRecord }: Account,
  nowMs: number,
): boolean {
  if (askedAtMs === undefined || domainsWithoutRecord.includes(name)) return false
  return nowMs >= askedAtMs + recordMs
}

/** The domain of a host name, where the account has it. */
export function domainNamed(name: string, { domains }: Account): CustomDomain | undefined {
  return Object.values(domains).find((one) => one.name === name)
}

export function hasCertificate(domain: CustomDomain, account: Account, nowMs: number): boolean {
  return isVerified(domain, account, nowMs - certificateMs)
}

/** A service takes its domains with it. */
export function withoutDomainsOf(service: string, domains: Account["domains"]): Account["domains"] {
  const kept = Object.entries(domains).filter(([, { serviceId }]) => serviceId !== service)
  return Object.fromEntries(kept)
}
