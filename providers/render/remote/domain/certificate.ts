import {
  type ApplyOutcome,
  failedWith,
  notApplied,
  type ApiOutcome,
  poll,
  problem,
  type ResourceWork,
} from "aidep/provider"
import { patienceWith } from "../../../_shared/remote/late-answers.ts"
import { certificateNotIssued } from "../../errors/domain.ts"
import { type DomainSettings, domainSettings } from "../../resources/domain-settings.ts"
import { change, nothing, type RenderScope } from "../api/render-api.ts"
import { retrieveService } from "../api/service-calls.ts"
import { serviceOutputs } from "../read/outputs.ts"
import { type CustomDomain, domainPath, retrieveDomain } from "./domain-calls.ts"

/** Certificates come within minutes of the record; name servers may take longer to know it. */
const longestMinutes = 30
const pauses = { firstPauseMs: 10_000, longestPauseMs: 30_000 }
const probeMs = 10_000

/** Render issues it by itself once it has verified the domain, for which it is asked while it is waited for. */
export function createCertificate({ desired }: ResourceWork): ApplyOutcome {
  const { domain } = domainSettings.parse(desired.desired)
  return { status: "applied", id: domain, outputs: {} }
}

type Work = ResourceWork & { readonly id: string }

/**
 * Render tells that a domain is verified and not that its certificate is there: that is seen by asking the domain
 * itself, which leads to Render without a proxy at this time.
 */
export async function settleCertificate(work: Work, scope: RenderScope): Promise<ApplyOutcome> {
  const settings = domainSettings.parse(work.desired.desired)
  const { domain } = settings
  const patience = patienceWith("Render", work)
  let isVerified = false
  let said: string | undefined
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const found = await retrieveDomain(settings, scope)
    if (found.status === "failed") return notApplied(found)
    if (found.value === undefined) return patience()
    isVerified = isVerifiedDomain(found.value)
    const waitsFor = `${isVerified ? "Certificate" : "DNS"} of ${domain}`
    if (waitsFor !== said) scope.progress(work.desired.owner, waitsFor)
    said = waitsFor
    if (isVerified)
      return (await hasCertificate(domain, scope))
        ? { status: "applied", id: domain, outputs: {} }
        : undefined
    const asked = await verify(settings, scope)
    return asked.status === "failed" ? notApplied(asked) : undefined
  }
  const outcome = await poll({ look, ...pauses, longestMs: longestMinutes * 60_000 }, scope)
  return outcome ?? (await unissued(settings, isVerified, scope))
}

export function isVerifiedDomain({ verificationStatus }: CustomDomain): boolean {
  return verificationStatus === "verified"
}

async function verify(settings: DomainSettings, scope: RenderScope): Promise<ApiOutcome<unknown>> {
  const path = `${domainPath(settings)}/verify`
  const request = { operation: "refreshCustomDomain", method: "POST", path } as const
  return await change({ ...request, answer: nothing, idempotent: true }, scope)
}

/** Whatever it answers: without a trusted certificate for the name, no answer comes. */
async function hasCertificate(domain: string, scope: RenderScope): Promise<boolean> {
  const { ports, signal } = scope
  const request = { method: "GET", url: `https://${domain}/`, headers: {} }
  const seen = await ports.prober.probe(request, { totalTimeoutMs: probeMs, signal })
  return seen.status === "answered"
}

async function unissued(
  settings: DomainSettings,
  isVerified: boolean,
  scope: RenderScope,
): Promise<ApplyOutcome> {
  const { domain } = settings
  const service = await retrieveService(settings.service, scope)
  if (service.status === "failed") return notApplied(service)
  const host = service.value && serviceOutputs(service.value, new Map()).host
  const records = [`CNAME ${domain} → ${host ?? "the service"}`]
  const params = { domain, isVerified, minutes: longestMinutes, records }
  return notApplied(failedWith(problem(certificateNotIssued, params)))
}
