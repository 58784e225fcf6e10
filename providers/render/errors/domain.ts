import { entry, exitCodes } from "aidep/provider"

export const domainTaken = entry<{ domain: string; service: string }>({
  code: "render/domain-taken",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A domain belongs to another service on Render.",
  message: ({ domain }) =>
    `"${domain}" is a custom domain of another service on Render, of this workspace or of somebody else's. It was not touched.`,
  hint: ({ service }) =>
    `Remove it there (Settings, Custom Domains), or choose another "edge.domain" for "${service}".`,
  explanation:
    "A domain leads to one service on Render, over all workspaces. aidep takes it from no service that it did not make.",
  example: {
    wrong: "edge: { domain: www.example.com, service: gateway, target: cloudflare }",
    right: "edge: { domain: api.example.com, service: gateway, target: cloudflare }",
  },
})

interface Unissued {
  readonly domain: string
  readonly minutes: number
  readonly isVerified: boolean
  /** `CNAME api.example.com → shop.onrender.com` */
  readonly records: readonly string[]
}

export const certificateNotIssued = entry<Unissued>({
  code: "render/certificate-not-issued",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "Render has no certificate for a domain.",
  message: ({ domain, isVerified, minutes }) =>
    isVerified
      ? `Render verified "${domain}", and shows no certificate for it after ${minutes} minutes.`
      : `Render could not verify "${domain}" in ${minutes} minutes, so that it has no certificate.`,
  hint: ({ records }) =>
    `Look whether the zone has this record, without a proxy, and no AAAA or CAA record that stands in the way: ${records.join("; ")}. Then run the command again; it goes on where it stopped.`,
  explanation:
    "Render issues a certificate once the domain leads to it. A proxy in front, a name server that does not know the record yet, an AAAA record, or a CAA record without letsencrypt.org and pki.goog prevent that. The proxied record is made only when the certificate is there.",
})

export const domainErrors = [domainTaken, certificateNotIssued]
