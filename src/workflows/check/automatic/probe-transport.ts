import {
  certificateFacts,
  certificateFindings,
} from "../../../core/check/automatic/certificate-findings.ts"
import { nameFacts, nameFindings } from "../../../core/check/automatic/name-findings.ts"
import {
  plainHttpFacts,
  plainHttpFindings,
} from "../../../core/check/automatic/plain-http-findings.ts"
import { publicHost } from "../../../core/check/automatic/public-host.ts"
import { failureFinding } from "../../../core/check/findings/failure-finding.ts"
import type { Service } from "../../../core/project/project.ts"
import type { ProbeRequest } from "../../../ports/prober.ts"
import type { Context } from "../../context.ts"
import { type CheckResult, checkResult } from "../check-result.ts"
import type { LiveSubject } from "./live-subject.ts"

const timeoutMs = 10_000

/** Looks at the name, the certificate and the redirect to https of a public service; others have none of them. */
export async function probeTransport(
  service: Service,
  subject: LiveSubject,
  context: Context,
): Promise<readonly CheckResult[]> {
  const address = subject.addresses.get(service.name)
  const host = address === undefined ? undefined : publicHost(address)
  if (address === undefined || host === undefined) return []
  const name = await probeName({ service: service.name, host }, context)
  if (!name.passed) return [name]
  const asked = {
    service: service.name,
    host,
    url: `${address.replace(/\/+$/, "")}${service.health?.path ?? "/"}`,
  }
  const isSecure = asked.url.startsWith("https:")
  const hasUsualPort = URL.parse(asked.url)?.port === ""
  return [
    name,
    ...(await Promise.all([
      ...(isSecure ? [probeCertificate(asked, subject, context)] : []),
      ...(isSecure && !hasUsualPort ? [] : [probePlainHttp(asked, subject, context)]),
    ])),
  ]
}

interface AskedHost {
  readonly service: string
  readonly host: string
  readonly url: string
}

async function probeName(
  { service, host }: Omit<AskedHost, "url">,
  { network }: Context,
): Promise<CheckResult> {
  const resolved = await network.resolve(host)
  return checkResult({
    name: `the name ${host}`,
    service,
    findings: nameFindings(host, resolved),
    facts: nameFacts(host, resolved),
  })
}

/** Whatever the service answers: the certificate was shown before. */
async function probeCertificate(
  { service, host, url }: AskedHost,
  subject: LiveSubject,
  { prober, clock }: Context,
): Promise<CheckResult> {
  const outcome = await prober.probe(requestOf(url), optionsOf(subject))
  const name = `the certificate of ${host}`
  const { timings } = outcome
  const answer = outcome.status === "answered" ? outcome.answer : outcome.partial
  if (answer?.certificate !== undefined) {
    const nowMs = clock.nowMs()
    return checkResult({
      name,
      service,
      findings: certificateFindings(answer.certificate, { host, nowMs }),
      facts: certificateFacts(answer.certificate, nowMs),
      timings,
    })
  }
  const findings = outcome.status === "failed" ? [failureFinding(outcome, subject.secrets)] : []
  return checkResult({ name, service, findings, timings })
}

async function probePlainHttp(
  { service, host, url }: AskedHost,
  subject: LiveSubject,
  { prober }: Context,
): Promise<CheckResult> {
  const request = requestOf(url.replace(/^https:/, "http:"))
  const outcome = await prober.probe(request, optionsOf(subject))
  return checkResult({
    name: `${host} without TLS`,
    service,
    findings: plainHttpFindings(outcome, { host, secrets: subject.secrets }),
    facts: plainHttpFacts(outcome),
    timings: outcome.timings,
  })
}

/** Without credentials: what comes first may not be encrypted. */
function requestOf(url: string): ProbeRequest {
  return { method: "GET", url, headers: {} }
}

function optionsOf({ privateAddresses, signal }: LiveSubject) {
  return { totalTimeoutMs: timeoutMs, privateAddresses, signal }
}
