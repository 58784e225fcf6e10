import type { ProbeOutcome, ProbeRequest } from "aidep/provider"
import { answered, visitService } from "../../_shared/simulator/visit.ts"
import { withoutCertificate } from "../../_shared/simulator/without-certificate.ts"
import type { Account, Instance } from "./account.ts"
import { instanceWith, isServed } from "./custom-domains.ts"
import { activeDeployment } from "./deployments.ts"

/**
 * Everything below up.railway.app is Railway's: a name that nobody has is answered with 404. A custom domain is answered
 * as if it led here: whether it does is up to its DNS, and an edge in front answers before.
 */
export function visit(
  request: ProbeRequest,
  account: Account,
  nowMs: number,
): ProbeOutcome | undefined {
  const host = URL.parse(request.url)?.hostname ?? ""
  const custom = instanceWith(host, account)
  if (custom !== undefined)
    return isServed(custom.domain, account, nowMs)
      ? serve(custom.instance, request, nowMs)
      : withoutCertificate(host)
  if (!host.endsWith(".up.railway.app")) return undefined
  const instance = Object.values(account.instances).find(({ domains }) =>
    domains.some(({ domain }) => domain === host),
  )
  if (instance === undefined) return answered(request, 404, { message: "Application not found" })
  return serve(instance, request, nowMs)
}

function serve(instance: Instance, request: ProbeRequest, nowMs: number): ProbeOutcome {
  const deployment = activeDeployment(instance, nowMs)
  return visitService(request, {
    variables: deployment?.variables,
    healthPath: deployment?.healthcheckPath,
    kind: "service",
  })
}
