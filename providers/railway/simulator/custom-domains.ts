import { type Account, type CustomDomain, idFor, type Instance } from "./account.ts"
import { type Changed, changeInstance, type Place } from "./instances.ts"

/** Assumptions: how long until Railway sees the records, and until the certificate is there. */
const recordsMs = 45_000
const certificateMs = 105_000

export interface CustomDomainInput extends Place {
  readonly domain: string
  readonly projectId: string
  readonly targetPort?: number | null
}

/** A domain leads to one service, over all workspaces. */
export function createCustomDomain(
  account: Account,
  { domain, targetPort, ...place }: CustomDomainInput,
  nowMs: number,
): Changed<CustomDomain> {
  const { made, mostDomains, takenDomains } = account
  const all = allDomains(account)
  if (takenDomains.includes(domain) || all.some((one) => one.domain === domain))
    throw new Error("Domain is already in use")
  const value = { id: idFor(made), domain, targetPort: targetPort ?? null, createdAtMs: nowMs }
  const after = changeInstance({ ...account, made: made + 1 }, place, ({ customDomains }) => {
    if (customDomains.length >= mostDomains)
      throw new Error(`The plan allows ${mostDomains} custom domains a service`)
    return { customDomains: [...customDomains, value] }
  })
  return { account: after, value }
}

export function changeCustomDomain(
  account: Account,
  id: string,
  change: (domain: CustomDomain) => readonly CustomDomain[],
): Changed<boolean> {
  if (!allDomains(account).some((one) => one.id === id)) throw new Error("Custom domain not found")
  const instances = Object.entries(account.instances).map(([key, instance]) => {
    const customDomains = instance.customDomains.flatMap((one) =>
      one.id === id ? change(one) : [one],
    )
    return [key, { ...instance, customDomains }] as const
  })
  return { account: { ...account, instances: Object.fromEntries(instances) }, value: true }
}

function allDomains({ instances }: Account): readonly CustomDomain[] {
  return Object.values(instances).flatMap(({ customDomains }) => customDomains)
}

/** As the API tells it: the record that proves whose it is stands apart, without the zone. */
export function customDomainView(
  { createdAtMs, domain, id, targetPort }: CustomDomain,
  account: Account,
  nowMs: number,
): unknown {
  const zone = domain.split(".").slice(-2).join(".")
  const label = domain === zone ? "" : domain.slice(0, -zone.length - 1)
  const verified = isVerified({ createdAtMs, domain }, account, nowMs)
  const refusal = verified ? account.refusedCertificates[domain] : undefined
  return {
    id,
    domain,
    targetPort,
    status: {
      verified,
      verificationDnsHost: label === "" ? "_railway-verify" : `_railway-verify.${label}`,
      verificationToken: `railway-verify=${id.slice(-12)}`,
      certificateStatus: statusOf({ createdAtMs, domain }, account, nowMs),
      certificateErrorMessage: refusal ?? null,
      dnsRecords: [
        {
          fqdn: domain,
          zone,
          recordType: "DNS_RECORD_TYPE_CNAME",
          requiredValue: `${id.slice(-8)}.up.railway.app`,
          purpose: "DNS_RECORD_PURPOSE_TRAFFIC_ROUTE",
        },
      ],
    },
  }
}

type Made = Pick<CustomDomain, "createdAtMs" | "domain">

/** Nothing is looked up: records count as made, but for those that the account names. */
function isVerified(
  { createdAtMs, domain }: Made,
  { domainsWithoutRecords }: Account,
  nowMs: number,
): boolean {
  return !domainsWithoutRecords.includes(domain) && nowMs >= createdAtMs + recordsMs
}

const status = (name: string) => `CERTIFICATE_STATUS_TYPE_${name}`

function statusOf(made: Made, account: Account, nowMs: number): string {
  if (!isVerified(made, account, nowMs)) return status("VALIDATING_OWNERSHIP")
  if (account.refusedCertificates[made.domain] !== undefined) return status("ISSUE_FAILED")
  return nowMs < made.createdAtMs + certificateMs ? status("ISSUING") : status("VALID")
}

export function isServed(made: Made, account: Account, nowMs: number): boolean {
  return statusOf(made, account, nowMs).endsWith("_VALID")
}

/** The service that a domain leads to, where the account has it. */
export function instanceWith(
  host: string,
  { instances }: Account,
): { readonly instance: Instance; readonly domain: CustomDomain } | undefined {
  const all = Object.values(instances)
  const instance = all.find((one) => one.customDomains.some(({ domain }) => domain === host))
  const domain = instance?.customDomains.find((one) => one.domain === host)
  return instance === undefined || domain === undefined ? undefined : { instance, domain }
}
