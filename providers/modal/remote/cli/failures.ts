import { type ApiFailure, failedWith, platformErrors, problem, sayWithout } from "aidep/provider"
import { tokenUrl, tokenVariables } from "./modal-scope.ts"

const platform = "Modal"

/**
 * What the client says when a command fails: the server's own sentence, or its own after "Error:". It gives no code, so
 * the kind is told by words, and a sentence that is not known is passed on as it is.
 */
export function failureOf(
  operation: string,
  output: string,
  secrets: readonly string[] = [],
): ApiFailure {
  const reason = sayWithout(sentenceIn(output), secrets)
  const params = { platform, action: operation, reason }
  if (
    /could not connect|connection|timed? ?out|unavailable|(?:internal|server).error|temporar|\bcut\b/i.test(
      reason,
    )
  )
    return failedWith(problem(platformErrors.unreachable, params), { maybeDone: true })
  if (/rate.limit|too.many.requests/i.test(reason))
    return failedWith(
      problem(platformErrors.rateLimited, { platform, action: operation, seconds: undefined }),
    )
  if (/\btoken\b|authenticat|credential/i.test(reason))
    return failedWith(
      problem(platformErrors.unauthorized, {
        platform,
        variable: `${tokenVariables.id} and ${tokenVariables.secret}`,
        url: tokenUrl,
      }),
    )
  if (/permission|not allowed|not authorized|forbidden/i.test(reason))
    return failedWith(
      problem(platformErrors.forbidden, {
        platform,
        action: operation,
        variable: tokenVariables.id,
      }),
    )
  if (/\blimit\b|quota|billing|payment|budget|upgrade/i.test(reason))
    return failedWith(problem(platformErrors.quota, params))
  return failedWith(problem(platformErrors.refused, params))
}

/** True for an answer that something is not there. */
export function saysMissing({ problem: { message } }: ApiFailure): boolean {
  return /not found|no such|does not exist/i.test(message)
}

/** The last thing that was said: after the last "Error:", else the last line. */
function sentenceIn(output: string): string {
  const text = output.trim()
  const at = text.lastIndexOf("Error:")
  const said = at === -1 ? (text.split("\n").at(-1) ?? "") : text.slice(at + "Error:".length)
  const sentence = said.replaceAll(/\s+/g, " ").trim()
  return sentence === "" ? "the command ended without a word." : sentence
}
