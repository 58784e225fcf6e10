import type { Outcome } from "./answer.ts"
import { readDeploymentId } from "./release-id.ts"

/** All that was seen of one service of a release. */
export interface ServiceEvidence {
  readonly service: string
  readonly expectedId: string
  /**
   * How a deployment tells which it is: `answers` carry its id; `platform`, they do not, and the platform is
   * asked; `unreachable`, it has no address, as workers and jobs, and only the platform is asked.
   */
  readonly tells: "answers" | "platform" | "unreachable"
  /** Of the health path; oldest first, until the budget ended or the last ones were all good. */
  readonly probes: readonly ProbeObservation[]
  /** Requests that have to be refused. */
  readonly strangers: readonly StrangerObservation[]
  /** Id of the deployment that the platform says is active; undefined where it was not asked or does not say. */
  readonly activeId: string | undefined
}

export type ProbeObservation =
  | {
      readonly type: "answer"
      readonly statusCode: number
      /** Undefined where the answer carries none. */
      readonly deploymentId: string | undefined
    }
  | { readonly type: "timed-out" }
  /** No answer for another reason; a sentence. */
  | { readonly type: "failed"; readonly reason: string }

/** What came of a request without a key. */
export interface StrangerObservation {
  /** What was asked: `GET /v1/models`. */
  readonly request: string
  readonly observation: ProbeObservation
}

/** What a probe tells of a deployment. `release` is the manifest's `health.release`. */
export function observationOf(outcome: Outcome, release: string): ProbeObservation {
  if (outcome.status === "answered") {
    const { answer } = outcome
    const id = readDeploymentId(answer, release)
    return { type: "answer", statusCode: answer.statusCode, deploymentId: id }
  }
  return outcome.kind === "timed-out"
    ? { type: "timed-out" }
    : { type: "failed", reason: outcome.reason }
}

/** So many good probes in a row prove a deployment: one alone may have come from an instance that is leaving. */
export const requiredProbes = 3

/** True where the last probes all saw a healthy service and, where its answers tell, the expected deployment. */
export function isProven({ probes, tells, expectedId }: ServiceEvidence): boolean {
  const last = probes.slice(-requiredProbes)
  const good = last.filter(
    (probe) =>
      isHealthy(probe) &&
      (tells !== "answers" || (probe.type === "answer" && probe.deploymentId === expectedId)),
  )
  return good.length === requiredProbes
}

export function isHealthy(probe: ProbeObservation): boolean {
  return probe.type === "answer" && probe.statusCode >= 200 && probe.statusCode < 300
}
