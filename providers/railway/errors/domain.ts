import { entry, exitCodes } from "aidep/provider"

export const domainTaken = entry<{ domain: string; reason: string }>({
  code: "railway/domain-taken",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A domain belongs to another service on Railway.",
  message: ({ domain, reason }) =>
    `"${domain}" is a custom domain of another service on Railway, of this project or of somebody else's: ${reason} It was not touched.`,
  hint: () =>
    'Remove it there (Settings, Public Networking), or choose another "edge.domain" in the manifest.',
  explanation:
    "A domain leads to one service on Railway, over all workspaces. aidep takes it from no service that it did not make.",
  example: {
    wrong: "edge: { domain: www.example.com, service: gateway, target: cloudflare }",
    right: "edge: { domain: api.example.com, service: gateway, target: cloudflare }",
  },
})

interface Unissued {
  readonly domain: string
  readonly minutes: number
  readonly isVerified: boolean
  /** Railway's own words, a sentence; undefined where it says nothing. */
  readonly reason: string | undefined
  /** `CNAME api.example.com → abc.up.railway.app` */
  readonly records: readonly string[]
}

export const certificateNotIssued = entry<Unissued>({
  code: "railway/certificate-not-issued",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "Railway has no certificate for a domain.",
  message: ({ domain, isVerified, minutes, reason }) => {
    if (reason !== undefined)
      return `Railway could not issue a certificate for "${domain}": ${reason}`
    return isVerified
      ? `Railway verified "${domain}", and has no certificate for it after ${minutes} minutes.`
      : `Railway could not verify "${domain}" in ${minutes} minutes, so that it has no certificate.`
  },
  hint: ({ records }) =>
    `Look whether the zone has these records, without a proxy, and no CAA record that leaves letsencrypt.org out: ${records.join("; ")}. Then run the command again; it goes on where it stopped.`,
  explanation:
    "Railway issues a certificate once the domain leads to it and a TXT record proves whose it is; both are needed. A proxy in front, a name server that does not know the records yet, or a CAA record without letsencrypt.org prevent that. The proxied record is made only when the certificate is there.",
})

export const domainErrors = [domainTaken, certificateNotIssued]
