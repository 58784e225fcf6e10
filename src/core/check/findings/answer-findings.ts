import { brokenText, unexpectedAnswer } from "../../../errors/catalogue/check.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import { ownValue } from "../../manifest/own-value.ts"
import type { Answer, Outcome } from "../answer.ts"
import { evaluate, evaluateAll } from "../evaluate.ts"
import type { Expectation } from "../expectation.ts"
import { show } from "../show.ts"
import { failureFinding } from "./failure-finding.ts"
import { redirectFinding } from "./redirect-finding.ts"

/**
 * All that is wrong with what came of a probe; each is said once. Where redirects did not come to an end, only that is
 * said: the rest follows from it.
 */
export function outcomeFindings(
  outcome: Outcome,
  expectations: readonly Expectation[],
  secrets: readonly string[],
): readonly Diagnostic[] {
  if (outcome.status === "failed") return [failureFinding(outcome, secrets)]
  const redirect = isOtherStatus(outcome, expectations)
    ? redirectFinding(outcome.answer, secrets)
    : undefined
  if (redirect !== undefined) return [redirect]
  return [
    ...textFindings(outcome.answer, { expectations, secrets }),
    ...evaluateAll(outcome, expectations, secrets).map((fault) =>
      diagnose(unexpectedAnswer, { fault }),
    ),
  ]
}

function isOtherStatus(outcome: Outcome, expectations: readonly Expectation[]): boolean {
  return expectations.some(
    (expectation) => expectation.type === "status" && !evaluate(outcome, expectation, []).passed,
  )
}

/** Only of bodies that are read as text: pictures may hold any bytes. */
function textFindings(
  { headers, hasBrokenText = false }: Answer,
  {
    expectations,
    secrets,
  }: { readonly expectations: readonly Expectation[]; readonly secrets: readonly string[] },
): readonly Diagnostic[] {
  const isRead = expectations.some(({ type }) => ["json", "text", "stream"].includes(type))
  if (!hasBrokenText || !isRead) return []
  const type = show(ownValue(headers, "content-type"), secrets)
  return [diagnose(brokenText, { type })]
}
