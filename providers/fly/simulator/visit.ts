import type { ProbeOutcome, ProbeRequest } from "aidep/provider"
import { answered, visitService } from "../../_shared/simulator/visit.ts"
import { withoutCertificate } from "../../_shared/simulator/without-certificate.ts"
import type { Account, App } from "./account.ts"
import { takesRequests } from "./life.ts"
import { isActive } from "./views.ts"

export interface Visit {
  readonly request: ProbeRequest
  /** Name of the app's own that the address leads to, where that is another one. */
  readonly host: string | undefined
  /** Counts visits: Fly Proxy gives one after the other to another Machine. */
  readonly count: number
  readonly nowMs: number
}

const domain = ".fly.dev"

/** Everything below fly.dev is Fly's: a name that nobody has is answered with 404. */
export function visitApp(
  { count, host, nowMs, request }: Visit,
  account: Account,
): ProbeOutcome | undefined {
  const asked = URL.parse(request.url)?.hostname ?? ""
  const name = host ?? asked
  if (!name.endsWith(domain)) return undefined
  const app = account.apps[name.slice(0, -domain.length)]
  if (app === undefined || !isPublic(app)) return answered(request, 404, {})
  const certificate = app.certificates[asked]
  if (asked !== name && (certificate === undefined || !isActive(certificate, nowMs)))
    return withoutCertificate(asked)
  const machines = Object.values(app.machines).filter((one) => takesRequests(one, app, nowMs))
  const machine = machines[count % Math.max(1, machines.length)]
  if (machine === undefined) return answered(request, 503, {})
  const check = machine.config.services?.[0]?.checks?.[0]
  return visitService(request, {
    variables: { ...machine.secrets, ...machine.config.env },
    healthPath: check?.path,
    kind: "service",
  })
}

function isPublic({ ips }: App): boolean {
  return ips.some(({ ip }) => !ip.startsWith("fdaa:"))
}
