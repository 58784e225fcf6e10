import type { Answer, Outcome } from "../../../core/check/answer.ts"
import {
  enough,
  type LimitEvidence,
  limitFacts,
  limitFindings,
  type RequestLimit,
  statedLimit,
} from "../../../core/check/automatic/rate-limit.ts"
import { failureFinding } from "../../../core/check/findings/failure-finding.ts"
import type { Project, Service } from "../../../core/project/project.ts"
import type { ProbeRequest } from "../../../ports/prober.ts"
import type { Context } from "../../context.ts"
import { type CheckResult, checkResult } from "../check-result.ts"
import { findingOf } from "../run-checks.ts"
import { callerOf } from "./caller-of.ts"
import type { LiveSubject } from "./live-subject.ts"

const timeoutMs = 10_000
/** Beside each other, so that a limit is met from far away too; never more than the limit leaves. */
const atOnce = 5

/**
 * Sends requests that change nothing until one is refused, the stated limit and one more were sent, or `most` were. A
 * service that fails is left alone at once.
 */
export async function probeRateLimit(
  service: Service,
  { subject, most }: { readonly subject: LiveSubject; readonly most: number },
  context: Context,
): Promise<readonly CheckResult[]> {
  const address = subject.addresses.get(service.name)
  if (address === undefined || !isLimited(service, subject.project)) return []
  const about = { name: "limits its callers", service: service.name }
  const caller = callerOf(service, subject)
  if (!caller.ok) return [checkResult({ ...about, findings: [findingOf(caller.problem)] })]
  const path = pathOf(service, subject.project)
  const url = `${address.replace(/\/+$/, "")}${path}`
  const request = { method: "GET", url, headers: caller.headers }
  const { evidence, failed } = await ask({ service, request, most }, subject, context)
  const secrets = [...caller.secrets, ...subject.secrets]
  const findings =
    failed === undefined ? limitFindings(evidence) : [failureFinding(failed, secrets)]
  return [
    checkResult({ ...about, findings, facts: [`Asked "GET ${path}".`, ...limitFacts(evidence)] }),
  ]
}

/** What callers from outside reach: the service behind the edge where there is one. */
function isLimited({ name, kind, access }: Service, { edge }: Project): boolean {
  return edge === undefined ? kind === "web" && access === "public" : edge.service === name
}

/**
 * A GET of the manifest's own that sends a key, else a list that is behind the same limit as what costs. Those that
 * machines ask for all the time are usually not limited.
 */
function pathOf(service: Service, { checks }: Project): string {
  const own = checks
    .filter((check) => check.service === service.name && check.as === "api-key")
    .flatMap(({ request }) => (request.startsWith("GET ") ? [request.slice("GET ".length)] : []))
    .find((path) => !/^\/(?:health|ready|metrics)/.test(path) && path !== service.health?.path)
  if (own !== undefined) return own
  if (service.env.some(({ name }) => name === "API_KEYS")) return "/v1/models"
  return service.health?.path ?? "/"
}

interface Sending {
  readonly service: Service
  readonly request: ProbeRequest
  readonly most: number
}

interface Sent {
  readonly evidence: LimitEvidence
  /** The first request that brought no answer. */
  readonly failed: Extract<Outcome, { status: "failed" }> | undefined
}

async function ask(
  { service, request, most }: Sending,
  { project, privateAddresses, signal }: LiveSubject,
  { prober, clock }: Context,
): Promise<Sent> {
  const startedMs = clock.nowMs()
  const limits = { totalTimeoutMs: timeoutMs, privateAddresses, signal }
  let seen: LimitEvidence = {
    service: service.name,
    sent: 0,
    elapsedMs: 0,
    limit: edgeLimit(service, project),
    refused: undefined,
  }
  while (!signal.aborted) {
    const left = Math.min(most, enough(seen)) - seen.sent
    if (left <= 0) break
    const batch = Array.from({ length: Math.min(atOnce, left) }, () =>
      prober.probe(request, limits),
    )
    const outcomes = await Promise.all(batch)
    seen = after(seen, outcomes, clock.nowMs() - startedMs)
    const failed = outcomes.find((outcome) => outcome.status === "failed")
    if (failed !== undefined) return { evidence: seen, failed }
    if (seen.refused !== undefined) break
  }
  return { evidence: seen, failed: undefined }
}

function after(
  seen: LimitEvidence,
  outcomes: readonly Outcome[],
  elapsedMs: number,
): LimitEvidence {
  const answers = outcomes.flatMap((outcome) =>
    outcome.status === "answered" ? [outcome.answer] : [],
  )
  const allowed = answers.filter(({ statusCode }) => statusCode !== 429)
  const refused = answers.find(({ statusCode }) => statusCode === 429)
  return {
    ...seen,
    sent: seen.sent + outcomes.length,
    elapsedMs,
    limit: limitOf(answers) ?? seen.limit,
    refused:
      refused === undefined
        ? undefined
        : { after: seen.sent + allowed.length, headers: refused.headers },
  }
}

function limitOf(answers: readonly Answer[]): RequestLimit | undefined {
  return answers.flatMap(({ headers }) => statedLimit(headers) ?? []).at(0)
}

function edgeLimit({ name }: Service, { edge }: Project): RequestLimit | undefined {
  if (edge?.service !== name || edge.rateLimit === undefined) return undefined
  const { requests, periodSeconds } = edge.rateLimit
  return { requests, periodMs: periodSeconds * 1000 }
}
