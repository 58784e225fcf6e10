import type { CatalogueEntry } from "../../../errors/catalogue-entry.ts"
import {
  cutAnswer,
  insecure,
  interrupted,
  neverAnswered,
  notHttp,
  privateAddress,
  tooLargeAnswer,
  unfinishedAnswer,
  unknownName,
  unreachable,
  unusableRequest,
} from "../../../errors/catalogue/check.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { Outcome } from "../answer.ts"
import { showSentence } from "../show.ts"

type Failed = Extract<Outcome, { status: "failed" }>

/** What to say of a probe that brought no whole answer. */
export function failureFinding(outcome: Failed, secrets: readonly string[]): Diagnostic {
  return diagnose(entryOf(outcome), { reason: showSentence(outcome.reason, secrets) })
}

function entryOf({ kind, partial, refusedAddress }: Failed): CatalogueEntry<{ reason: string }> {
  switch (kind) {
    case "refused":
      return unreachable
    case "unreachable":
      return refusedAddress === undefined ? unreachable : privateAddress
    case "dns":
      return unknownName
    case "tls":
      return insecure
    case "timed-out":
      return partial === undefined ? neverAnswered : unfinishedAnswer
    case "cut":
      return cutAnswer
    case "too-large":
      return tooLargeAnswer
    case "malformed":
      return notHttp
    case "invalid-request":
      return unusableRequest
    case "aborted":
      return interrupted
  }
}
