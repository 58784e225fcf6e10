import {
  type ApplyOutcome,
  failedWith,
  notApplied,
  poll,
  problem,
  type ResourceWork,
} from "aidep/provider"
import { patienceWith } from "../../../_shared/remote/late-answers.ts"
import { certificateNotIssued } from "../../errors/domain.ts"
import { certificateSettings } from "../../resources/domain-settings.ts"
import { type CustomDomainAnswer, issueCertificateDocument } from "../api/domain-documents.ts"
import { ask, type RailwayScope } from "../api/railway-api.ts"
import { findDomain } from "./origin-domain.ts"
import { hasCertificate, isRefused, wantedRecords } from "./records.ts"

/**
 * Within an hour of the records, says Railway. Few looks, since a free plan has 100 requests an hour.
 * Source: https://docs.railway.com/networking/domains/working-with-domains (2026-08-21).
 */
const longestMinutes = 60
const pauses = { firstPauseMs: 10_000, longestPauseMs: 120_000 }
/** The look at which Railway is asked to look at the records again. */
const askedAt = 3
/** Looks after that, during which a refusal may be the one from before. */
const oldLooks = 2

/** Railway issues it by itself, once it sees the records. */
export function createCertificate({ desired }: ResourceWork): ApplyOutcome {
  const { domain } = certificateSettings.parse(desired.desired)
  return { status: "applied", id: domain, outputs: {} }
}

export async function settleCertificate(
  work: ResourceWork & { readonly id: string },
  environmentId: string,
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  const settings = certificateSettings.parse(work.desired.desired)
  const { domain: name } = settings
  const patience = patienceWith("Railway", work)
  let looks = 0
  let said: string | undefined
  let asked: number | undefined
  let last: CustomDomainAnswer | undefined
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const found = await findDomain(settings, environmentId, scope)
    if (found.status === "failed") return notApplied(found)
    if (found.value === undefined) return patience()
    const domain = found.value
    last = domain
    looks += 1
    if (hasCertificate(domain)) return { status: "applied", id: name, outputs: {} }
    const waitsFor = `${domain.status.verified ? "Certificate" : "DNS"} of ${name}`
    if (waitsFor !== said) scope.progress(work.desired.owner, waitsFor)
    said = waitsFor
    if (asked === undefined && (looks >= askedAt || isRefused(domain))) {
      asked = looks
      // Without it Railway looks at the records later, by itself.
      await ask(issueCertificateDocument, { id: domain.id }, scope)
      return undefined
    }
    const isFinal = asked !== undefined && looks > asked + oldLooks && isRefused(domain)
    return isFinal ? unissued(name, domain) : undefined
  }
  const outcome = await poll({ look, ...pauses, longestMs: longestMinutes * 60_000 }, scope)
  return outcome ?? unissued(name, last)
}

function unissued(domain: string, last: CustomDomainAnswer | undefined): ApplyOutcome {
  const records = last === undefined ? [] : wantedRecords(last)
  const params = {
    domain,
    minutes: longestMinutes,
    isVerified: last?.status.verified === true,
    reason: reasonIn(last),
    records: records.map(({ content, name, type }) => `${type} ${name} → ${content}`),
  }
  return notApplied(failedWith(problem(certificateNotIssued, params)))
}

function reasonIn(last: CustomDomainAnswer | undefined): string | undefined {
  const said = last?.status.certificateErrorMessage
  if (!said) return undefined
  return /[.?!]$/.test(said) ? said : `${said}.`
}
