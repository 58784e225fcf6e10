import type { ProbeFailureKind, ProbePhase } from "../../ports/prober.ts"
import type { ConnectionStage } from "./connection.ts"
import { privateAddressCode } from "./guarded-lookup.ts"

export interface Failure {
  readonly kind: ProbeFailureKind
  /** A sentence. */
  readonly reason: string
  readonly refusedAddress?: string | undefined
}

/** Why no connection came about. `place` is host and port. */
export function connectionFailure(error: Error, stage: ConnectionStage, place: string): Failure {
  const code = codeOf(error)
  if (code === privateAddressCode)
    return {
      kind: "unreachable",
      reason: `"${place}" leads to ${addressOf(error)}, an address of a private network, and nothing was sent there.`,
      refusedAddress: addressOf(error),
    }
  if (stage === "name" || code === "ENOTFOUND" || code === "EAI_AGAIN")
    return { kind: "dns", reason: `The name of "${place}" cannot be resolved (${code}).` }
  if (stage === "tls")
    return {
      kind: "tls",
      reason: `No secure connection to "${place}" came about: ${tlsReason(error)}.`,
    }
  switch (code) {
    case "ECONNREFUSED":
      return {
        kind: "refused",
        reason: `Nothing listens at "${place}": the connection was refused.`,
      }
    case "ETIMEDOUT":
      return { kind: "timed-out", reason: `"${place}" did not take the connection in time.` }
    case "ECONNRESET":
    case "EPIPE":
      return { kind: "cut", reason: `"${place}" closed the connection at once.` }
    default:
      return { kind: "unreachable", reason: `"${place}" cannot be reached (${code}).` }
  }
}

/** Why an exchange ended early on a connection that stood. */
export function exchangeFailure(error: Error, phase: ProbePhase, place: string): Failure {
  const code = codeOf(error)
  if (code === "UND_ERR_INVALID_ARG" || code === "UND_ERR_NOT_SUPPORTED")
    return invalidRequest(error.message)
  if (error.name === "HTTPParserError" || code === "UND_ERR_HEADERS_OVERFLOW")
    return { kind: "malformed", reason: `What "${place}" answered is not HTTP/1.1.` }
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH")
    return { kind: "malformed", reason: `"${place}" announces another length than it sends.` }
  const when = phase === "body" ? "in the middle of its answer" : "before it answered"
  return { kind: "cut", reason: `"${place}" closed the connection ${when}.` }
}

export function timeOut(phase: ProbePhase, limitMs: number, place: string): Failure {
  const limit = `${Math.round(limitMs).toLocaleString("en-US")} ms`
  const reasons: Readonly<Record<ProbePhase, string>> = {
    connect: `"${place}" did not take the connection within ${limit}.`,
    "first-byte": `"${place}" did not begin to answer within ${limit}.`,
    body: `The answer of "${place}" was not whole within ${limit}.`,
  }
  return { kind: "timed-out", reason: reasons[phase] }
}

export function tooLarge(limitBytes: number, place: string): Failure {
  const limit = limitBytes.toLocaleString("en-US")
  return { kind: "too-large", reason: `The answer of "${place}" has more than ${limit} bytes.` }
}

export function invalidRequest(why: string): Failure {
  return { kind: "invalid-request", reason: `The request cannot be sent: ${why}.` }
}

export const aborted: Failure = { kind: "aborted", reason: "The probe was interrupted." }

const tlsReasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its chain of certificates ends in one that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the chain of its certificate is not complete",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  UNABLE_TO_GET_ISSUER_CERT: "the chain of its certificate is not complete",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the chain of its certificate is not complete",
  CERT_REVOKED: "its certificate was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  ECONNRESET: "it closed the connection",
}

function tlsReason(error: Error): string {
  const code = codeOf(error)
  if (code.includes("WRONG_VERSION_NUMBER") || code.includes("PACKET_LENGTH_TOO_LONG"))
    return "what answers there does not speak TLS"
  return tlsReasons[code] ?? (code === "" ? "it closed the connection" : code)
}

function addressOf(error: Error): string {
  return "address" in error && typeof error.address === "string" ? error.address : "one"
}

/** When every address of a name failed, the first failure speaks for all. */
function codeOf(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return codeOf(error.errors[0])
  return ""
}
