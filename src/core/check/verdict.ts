import {
  isHealthy,
  isProven,
  type ProbeObservation,
  requiredProbes,
  type ServiceEvidence,
  type StrangerObservation,
} from "./evidence.ts"
import { show } from "./show.ts"

/** What can be said of a release. Only `live` was proven from outside. */
export type VerdictStatus = "live" | "live (platform evidence)" | "not-live" | "unknown"

export interface Verdict {
  readonly status: VerdictStatus
  /** Sentences; none for what is live. */
  readonly reasons: readonly string[]
}

/** The verdict on a release. */
export function releaseVerdict(evidence: readonly ServiceEvidence[]): Verdict {
  return evidence.length === 0
    ? unknown("The release has no service that could be observed.")
    : worst(evidence.map(serviceVerdict))
}

/** What one request told of the tiers behind a service. */
export interface ChainObservation {
  readonly service: string
  /** What was asked: `POST /v1/generate`. */
  readonly request: string
  /** Deployment ids that took part in the answer; none where it does not say. */
  readonly chain: readonly string[]
}

/** Every tier that took part in an answer has to be of the release. */
export function chainVerdict(
  { service, request, chain }: ChainObservation,
  release: ReadonlySet<string>,
): Verdict {
  const others = chain.filter((id) => !release.has(id))
  return others.length === 0
    ? live
    : notLive(
        `"${service}" answers "${request}" with the help of deployment ${others.map((id) => show(id, [])).join(", ")}, which is not part of the release.`,
      )
}

/** The verdict on one service of a release. */
export function serviceVerdict(evidence: ServiceEvidence): Verdict {
  if (evidence.tells === "unreachable") return platformVerdict(evidence)
  return worst([
    healthVerdict(evidence),
    ...evidence.strangers.map((one) => refusal(evidence, one)),
  ])
}

const fromWorst = ["not-live", "unknown", "live (platform evidence)", "live"] as const

/** What is known to be wrong outweighs what is not known, and that what is proven. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const status =
    fromWorst.find((one) => verdicts.some((verdict) => verdict.status === one)) ?? "unknown"
  return { status, reasons: verdicts.flatMap(({ reasons }) => reasons) }
}

/** Says what the last probes of the health path prove. */
function healthVerdict(evidence: ServiceEvidence): Verdict {
  const { service, probes, tells } = evidence
  if (isProven(evidence)) return tells === "answers" ? live : platformVerdict(evidence)
  if (!probes.some(({ type }) => type === "answer")) return unknown(neverReached(evidence))
  if (probes.length < requiredProbes)
    return unknown(
      `"${service}" was probed ${probes.length} of the ${requiredProbes} times that a verdict needs.`,
    )
  const last = probes.slice(-requiredProbes)
  const answers = last.filter((probe) => probe.type === "answer")
  if (answers.length < last.length) return unsteadyVerdict(service, last)
  return answers.some(isHealthy) ? idVerdict(evidence, answers) : unhealthyVerdict(service, answers)
}

function neverReached({ service, probes }: ServiceEvidence): string {
  if (probes.length === 0) return `"${service}" was not probed.`
  const failed = probes.findLast((probe) => probe.type === "failed")
  return failed === undefined
    ? `"${service}" was never reached: every probe timed out.`
    : `"${service}" was never reached: ${failed.reason}`
}

type Answer = Extract<ProbeObservation, { type: "answer" }>

/** It has answered before, and not every one of the last probes brought an answer. */
function unsteadyVerdict(service: string, last: readonly ProbeObservation[]): Verdict {
  const failed = last.filter((probe) => probe.type === "failed")
  const [first] = failed
  return first !== undefined && failed.length === last.length
    ? notLive(`"${service}" has answered and is not reached any more: ${first.reason}`)
    : unknown(`"${service}" answers some probes and not others.`)
}

/** Too many requests say nothing about the service behind the limit. */
function unhealthyVerdict(service: string, answers: readonly Answer[]): Verdict {
  const codes = [...new Set(answers.map(({ statusCode }) => statusCode))]
  return codes.includes(429)
    ? unknown(`"${service}" limits the probes of its health path (429).`)
    : notLive(`"${service}" is not healthy: its health path answers ${codes.join(" and ")}.`)
}

function idVerdict({ service, expectedId }: ServiceEvidence, answers: readonly Answer[]): Verdict {
  if (!answers.every(isHealthy)) return unknown(`"${service}" is healthy in some answers only.`)
  const ids = [...new Set(answers.map(({ deploymentId }) => deploymentId))]
  const [id] = ids
  if (ids.length > 1)
    return unknown(
      `Several deployments of "${service}" answer side by side: ${ids.map((one) => (one === undefined ? "one without an id" : show(one, []))).join(", ")}.`,
    )
  return id === undefined
    ? unknown(
        `The answers of "${service}" carry no deployment id, where "${expectedId}" was expected.`,
      )
    : notLive(
        `"${service}" still answers as deployment ${show(id, [])}, where "${expectedId}" was expected.`,
      )
}

function platformVerdict({ service, expectedId, activeId }: ServiceEvidence): Verdict {
  if (activeId === expectedId) return { status: "live (platform evidence)", reasons: [] }
  return activeId === undefined
    ? unknown(`The platform does not say which deployment of "${service}" is active.`)
    : notLive(
        `The platform says that deployment "${activeId}" of "${service}" is active, where "${expectedId}" was expected.`,
      )
}

/** Whoever has no key must get a 401. */
function refusal(
  { service }: ServiceEvidence,
  { request, observation }: StrangerObservation,
): Verdict {
  if (observation.type !== "answer")
    return unknown(`Whether "${service}" refuses "${request}" without a key could not be seen.`)
  if (observation.statusCode === 401) return live
  const reason = `"${service}" answers "${request}" without a key with ${observation.statusCode}, where 401 was expected.`
  return isHealthy(observation) ? notLive(reason) : unknown(reason)
}

const live: Verdict = { status: "live", reasons: [] }

function notLive(reason: string): Verdict {
  return { status: "not-live", reasons: [reason] }
}

function unknown(reason: string): Verdict {
  return { status: "unknown", reasons: [reason] }
}
