import type { ProbeOutcome, ProbeRequest } from "aidep/provider"
import { answered, visitService } from "../../_shared/simulator/visit.ts"
import { withoutCertificate } from "../../_shared/simulator/without-certificate.ts"
import type { Account, Service } from "./account.ts"
import { activeDeploy } from "./deploys.ts"
import { domainNamed, hasCertificate } from "./domains.ts"

/**
 * Everything below onrender.com is Render's: a name that nobody has is answered with 404. A custom domain is answered as
 * if it led here: whether it does is up to its DNS, and an edge in front answers before.
 */
export function visit(
  request: ProbeRequest,
  account: Account,
  nowMs: number,
): ProbeOutcome | undefined {
  const host = URL.parse(request.url)?.hostname ?? ""
  const domain = domainNamed(host, account)
  if (domain !== undefined) {
    if (!hasCertificate(domain, account, nowMs)) return withoutCertificate(host)
    if (domain.redirectForName !== "")
      return answered(request, 301, {}, { location: `https://${domain.redirectForName}/` })
    return serve(account.services[domain.serviceId], request, nowMs)
  }
  if (!host.endsWith(".onrender.com")) return undefined
  const service = Object.values(account.services).find(
    ({ slug, type }) => `${slug}.onrender.com` === host && isPublic(type),
  )
  return serve(service, request, nowMs)
}

function serve(service: Service | undefined, request: ProbeRequest, nowMs: number): ProbeOutcome {
  if (service === undefined) return answered(request, 404, {}, { "x-render-routing": "no-server" })
  if (service.suspended) return answered(request, 503, {}, { "x-render-routing": "suspend" })
  const deploy = activeDeploy(service, nowMs)
  return visitService(request, {
    variables: deploy?.variables,
    healthPath: deploy?.healthCheckPath,
    kind: service.type === "static_site" ? "site" : "service",
  })
}

function isPublic(type: string): boolean {
  return type === "web_service" || type === "static_site"
}
