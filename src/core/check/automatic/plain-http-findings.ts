import { plainHttp } from "../../../errors/catalogue/probe.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { Outcome } from "../answer.ts"
import { failureFinding } from "../findings/failure-finding.ts"
import { nextAddress } from "../findings/redirect-finding.ts"
import { show } from "../show.ts"

/** What became of a request without TLS: to lead to https, or to come to nothing, is right. */
export function plainHttpFindings(
  outcome: Outcome,
  { host, secrets }: { readonly host: string; readonly secrets: readonly string[] },
): readonly Diagnostic[] {
  if (outcome.status === "failed")
    return outcome.refusedAddress === undefined ? [] : [failureFinding(outcome, secrets)]
  const { answer } = outcome
  const next = nextAddress(answer)
  if (next?.startsWith("https:") === true) return []
  const found =
    next === undefined
      ? `it answers ${answer.statusCode} there`
      : `it leads to ${show(next, secrets)}`
  return [diagnose(plainHttp, { host, found })]
}

export function plainHttpFacts(outcome: Outcome): readonly string[] {
  if (outcome.status === "failed") return ["Nothing answers without TLS."]
  const next = nextAddress(outcome.answer)
  return next?.startsWith("https:") === true
    ? [`${outcome.answer.statusCode} leads to ${show(next, [])}.`]
    : []
}
