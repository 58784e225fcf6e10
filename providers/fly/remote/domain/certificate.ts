import {
  type ApplyOutcome,
  failedWith,
  notApplied,
  poll,
  problem,
  type ResourceWork,
} from "aidep/provider"
import * as z from "zod"
import { patienceWith } from "../../../_shared/remote/late-answers.ts"
import { certificateNotIssued } from "../../errors/deploy.ts"
import type { CertificateAnswer } from "../api/answers.ts"
import { checkCertificate, type Hostname } from "../api/certificate-calls.ts"
import { type FlyScope, orMissing } from "../api/fly-api.ts"
import { verificationRecords } from "../read/outputs.ts"
import { domainId } from "./origin-domain.ts"

/** Records are seen within minutes as a rule, and the authority answers within one. */
const longestMinutes = 15
const pauses = { firstPauseMs: 5000, longestPauseMs: 30_000 }

const desiredCertificate = z.object({ service: z.string(), domain: z.string() })

function hostnameOf({ desired }: ResourceWork): Hostname {
  const { domain, service: app } = desiredCertificate.parse(desired.desired)
  return { app, domain }
}

/** Fly asks for it by itself once the domain is on the app: here it is only waited for, in `awaitCertificate`. */
export function expectCertificate(work: ResourceWork): ApplyOutcome {
  return { status: "applied", id: domainId(hostnameOf(work)), outputs: {} }
}

/** Lets Fly look at the records of the domain until it has issued the certificate. */
export async function awaitCertificate(work: ResourceWork, scope: FlyScope): Promise<ApplyOutcome> {
  const hostname = hostnameOf(work)
  const patience = patienceWith("Fly", work)
  const seen: { newest?: CertificateAnswer } = {}
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const outcome = orMissing(await checkCertificate(hostname, scope))
    if (outcome.status === "failed") return notApplied(outcome)
    if (outcome.value === undefined) return patience()
    if (outcome.value.status !== seen.newest?.status)
      scope.progress(work.desired.owner, `The certificate is at "${outcome.value.status}"`)
    seen.newest = outcome.value
    if (!isIssued(outcome.value)) return undefined
    return { status: "applied", id: domainId(hostname), outputs: {} }
  }
  const outcome = await poll({ look, ...pauses, longestMs: longestMinutes * 60_000 }, scope)
  return outcome ?? notIssued(hostname.domain, seen.newest)
}

/** Statuses: https://fly.io/docs/machines/api/certificates-resource/, read 2026-08-07. */
export function isIssued({ status }: CertificateAnswer): boolean {
  return status === "active"
}

function notIssued(domain: string, newest: CertificateAnswer | undefined): ApplyOutcome {
  const wanted = newest === undefined ? [] : verificationRecords(newest)
  const records = wanted.map(
    ({ content, name, type }) => `${String(type)} ${String(name)} = ${String(content)}`,
  )
  const said = newest?.validation_errors?.[0]?.message
  const reason = said ?? `it is still at "${newest?.status ?? "unknown"}".`
  const params = { domain, minutes: longestMinutes, records, reason }
  return notApplied(failedWith(problem(certificateNotIssued, params)))
}
