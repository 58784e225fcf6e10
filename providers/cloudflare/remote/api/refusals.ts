import { type ApiFailure, platformErrors, type Problem, problem, sayWithout } from "aidep/provider"
import { accountRefused } from "../../errors/account.ts"
import { apiToken } from "../../options.ts"

/** What stands under `errors` of an answer. */
export interface ApiError {
  readonly code?: number | undefined
  readonly message: string
}

export interface Refusal {
  readonly failure: ApiFailure
  readonly said: readonly ApiError[]
  readonly operation: string
  readonly url: string
  readonly account: string
}

/**
 * Codes of a token that is missing, malformed, unknown or expired. They come with different statuses, 400 among them.
 * Sources: https://developers.cloudflare.com/fundamentals/api/troubleshooting/ and answers that users report, such as
 * https://github.com/libdns/cloudflare/issues/9 (2026-11).
 */
const tokenCodes = [1000, 1001, 6003, 6111, 9106]

/** The same code says that the token is unknown and that it may not do this: only the words differ. */
const unknownToken = /invalid (access|api) token/i

/** Words for what the plan of an account or zone does not include, which come with a status of 400. */
const planLimit = /exceeded (?:the |your )?(?:maximum|limit|quota)|not entitled|reached the limit/i

/** What a refusal means, where Cloudflare's status alone would mislead. */
export function problemFor(refusal: Refusal): Problem {
  const { account, failure, operation: action, said, url } = refusal
  const text = sayWithout(said.map(({ message }) => message).join(" "), [])
  if (said.some(isAboutToken)) {
    const { url: where, variable } = apiToken
    return problem(platformErrors.unauthorized, { platform: "Cloudflare", variable, url: where })
  }
  if (failure.statusCode === 403 && url.includes("/accounts/"))
    return problem(accountRefused, { account, action, reason: text })
  if (failure.statusCode !== undefined && failure.statusCode < 500 && planLimit.test(text))
    return problem(platformErrors.quota, { platform: "Cloudflare", action, reason: text })
  return failure.problem
}

function isAboutToken({ code, message }: ApiError): boolean {
  return tokenCodes.includes(code ?? 0) || unknownToken.test(message)
}
