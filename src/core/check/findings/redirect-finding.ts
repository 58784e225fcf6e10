import { redirectLoop, tooManyRedirects } from "../../../errors/catalogue/check.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import { ownValue } from "../../manifest/own-value.ts"
import type { Answer } from "../answer.ts"
import { showSentence } from "../show.ts"

/** What to say of an answer that still leads on; undefined where it does not, or nothing was followed. */
export function redirectFinding(
  answer: Answer,
  secrets: readonly string[],
): Diagnostic | undefined {
  const next = nextAddress(answer)
  const { url, redirectedFrom = [] } = answer
  if (next === undefined || url === undefined) return undefined
  const asked = [...redirectedFrom, url]
  const first = asked.indexOf(next)
  if (first !== -1) {
    const addresses = [...asked.slice(first), next].map((one) => showSentence(one, secrets))
    return diagnose(redirectLoop, { addresses })
  }
  if (redirectedFrom.length === 0) return undefined
  return diagnose(tooManyRedirects, {
    followed: redirectedFrom.length,
    next: showSentence(next, secrets),
  })
}

/** Where a redirect leads: an absolute address; undefined for other answers. */
export function nextAddress({ statusCode, headers, url }: Answer): string | undefined {
  const location = ownValue(headers, "location")
  if (location === undefined || ![301, 302, 303, 307, 308].includes(statusCode)) return undefined
  return URL.parse(location, url)?.href
}
