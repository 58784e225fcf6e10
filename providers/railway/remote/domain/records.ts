import type { Outputs } from "aidep/provider"
import type { CustomDomainAnswer } from "../api/domain-documents.ts"

/** A record that Railway asks for. */
export type WantedRecord = {
  readonly type: string
  readonly name: string
  readonly content: string
}

/**
 * The domain's own record, and the one that proves whose it is. Railway tells the host of the second with the zone or
 * without.
 */
export function wantedRecords({ status }: CustomDomainAnswer): readonly WantedRecord[] {
  const { dnsRecords, verificationDnsHost: host, verificationToken: content } = status
  const listed = dnsRecords.map(({ fqdn, recordType, requiredValue }) => ({
    type: recordType.replace("DNS_RECORD_TYPE_", ""),
    name: fqdn,
    content: requiredValue.replace(/\.$/, ""),
  }))
  if (!host || !content) return listed
  const zone = dnsRecords[0]?.zone ?? ""
  const name = zone === "" || host.endsWith(`.${zone}`) ? host : `${host}.${zone}`
  if (listed.some((record) => record.type === "TXT" && record.name === name)) return listed
  return [...listed, { type: "TXT", name, content }]
}

/** Undefined until Railway tells where the domain has to lead. */
export function domainOutputs(domain: CustomDomainAnswer): Outputs | undefined {
  const verification = wantedRecords(domain)
  const target = verification.find(({ name, type }) => type === "CNAME" && name === domain.domain)
  return target === undefined ? undefined : { values: { target: target.content, verification } }
}

/** Exactly this status: another one has it as a part of its name. */
export function hasCertificate({ status }: CustomDomainAnswer): boolean {
  return status.verified && status.certificateStatus === "CERTIFICATE_STATUS_TYPE_VALID"
}

export function isRefused({ status }: CustomDomainAnswer): boolean {
  return status.certificateStatus === "CERTIFICATE_STATUS_TYPE_ISSUE_FAILED"
}
