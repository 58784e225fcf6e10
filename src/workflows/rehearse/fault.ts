import type { HttpOutcome } from "../../ports/http.ts"

/** What may go wrong with one call, as `--fault` names it. */
export const faultKinds = [
  "too-many-requests",
  "server-error",
  "timeout-before",
  "timeout-after",
  "cut",
  "half-applied",
  "stale-read",
  "name-taken",
  "crash-loop",
  "build-fails",
] as const
export type FaultKind = (typeof faultKinds)[number]

/** A fault of a rehearsal: `render.createService:timeout-after`, `render.gateway:crash-loop@2`. */
export interface Fault {
  readonly platform: string
  /** The operation, without the platform; a service for faults of what is deployed. */
  readonly subject: string
  readonly kind: FaultKind
  /** Which of its calls meets the fault; counts from 1. */
  readonly nth: number
}

const written = /^([a-z0-9-]+)\.([\w-]+):([a-z-]+)(?:@([1-9]\d{0,3}))?$/

/** Undefined for a text that is no fault. */
export function parseFault(text: string): Fault | undefined {
  const [, platform, subject, name, nth = "1"] = written.exec(text) ?? []
  const kind = faultKinds.find((one) => one === name)
  if (platform === undefined || subject === undefined || kind === undefined) return undefined
  return { platform, subject, kind, nth: Number(nth) }
}

/** Faults of what is deployed, which the platform tells in its own way. */
export function isOfDeployment(kind: FaultKind): kind is "crash-loop" | "build-fails" {
  return kind === "crash-loop" || kind === "build-fails"
}

/** Seconds that a platform asks to wait, as an assumption. */
const retryAfterSeconds = 7

/** What the caller sees in place of the platform's answer; undefined where the call itself is bent. */
export function failureOf(kind: FaultKind): HttpOutcome | undefined {
  switch (kind) {
    case "too-many-requests":
      return answer(429, { "retry-after": String(retryAfterSeconds) })
    case "server-error":
      return answer(503, {})
    case "name-taken":
      return answer(409, {})
    case "timeout-before":
    case "timeout-after":
      return {
        status: "failed",
        kind: "timed-out",
        reason: "No answer came in time.",
        maybeDone: true,
      }
    case "cut":
      return {
        status: "failed",
        kind: "cut",
        reason: "The connection ended before the answer did.",
        maybeDone: true,
      }
    case "half-applied":
    case "stale-read":
    case "crash-loop":
    case "build-fails":
      return undefined
  }
}

/** True when the platform does the work although the caller does not learn of it. */
export function isDoneAllTheSame(kind: FaultKind): boolean {
  return kind === "timeout-after" || kind === "cut"
}

function answer(statusCode: number, headers: Readonly<Record<string, string>>): HttpOutcome {
  const body = JSON.stringify({ message: `A fault of the rehearsal (${statusCode}).` })
  return {
    status: "answered",
    statusCode,
    headers: { "content-type": "application/json", ...headers },
    body,
  }
}
