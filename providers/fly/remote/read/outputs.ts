import type { DataObject, Outputs } from "aidep/provider"
import type { AppSettings } from "../../resources/app-settings.ts"
import { privateAddress, publicAddress } from "../../service/addresses.ts"
import type { CertificateAnswer } from "../api/answers.ts"

export function appOutputs(app: string, address: AppSettings["address"]): Outputs {
  switch (address) {
    case "public":
      return publicAddress(app)
    case "private":
      return { ...privateAddress(app), isPrivate: true }
    case null:
      return {}
  }
}

/**
 * Records of the zone by which Fly knows that the domain is the app's, and where the domain has to lead. Both are asked
 * for: the ownership lets Fly issue at all behind a proxy, the challenge lets it renew.
 * https://fly.io/docs/networking/custom-domain/, read 2026-08-07.
 */
export function verificationRecords({
  dns_requirements: { acme_challenge, ownership },
}: CertificateAnswer): readonly DataObject[] {
  const challenge = acme_challenge
    ? [{ type: "CNAME", name: acme_challenge.name, content: acme_challenge.target }]
    : []
  const owner = ownership?.app_value
    ? [{ type: "TXT", name: ownership.name, content: ownership.app_value }]
    : []
  return [...challenge, ...owner]
}

export function domainOutputs(app: string, certificate: CertificateAnswer): Outputs {
  const target = certificate.dns_requirements.cname ?? publicAddress(app).host
  return { values: { target, verification: [...verificationRecords(certificate)] } }
}
