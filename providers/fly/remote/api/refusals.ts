import { type ApiFailure, problem } from "aidep/provider"
import * as z from "zod"
import { noCapacity, paymentNeeded } from "../../errors/deploy.ts"

const refusal = z.object({ error: z.string().default(""), status: z.string().default("") })

/**
 * A refusal with what it means for a deploy, where Fly says it in its body only. Codes are those of `flaps_error.go` of
 * fly-go (2026-08-21); a full host answers with 412 or 409 and "insufficient ... available" or "could not reserve
 * resource" (https://github.com/Kilo-Org/cloud/pull/412, 2026-02-20), a missing payment method with "add a payment
 * method" (https://github.com/superfly/flyctl/pull/2060, 2023-04-12).
 */
export function withFlysReason(
  failure: ApiFailure,
  body: unknown,
  organization: string,
): ApiFailure {
  const parsed = refusal.safeParse(body)
  if (!parsed.success) return failure
  const { error, status } = parsed.data
  const reason = /[.?!]$/.test(error) ? error : `${error}.`
  if (
    status === "insufficient_capacity" ||
    /could not reserve resource|insufficient .*(resources|memory|cpu|capacity)/i.test(error)
  )
    return { ...failure, problem: problem(noCapacity, { where: "the region", reason }) }
  if (/payment (method|information)|credit card/i.test(error))
    return { ...failure, problem: problem(paymentNeeded, { organization, reason }) }
  return failure
}

export function isFull({ problem: { code } }: ApiFailure): boolean {
  return code === noCapacity.code
}

/** The name of the Machine is in use: an earlier call made it. */
export function isThereAlready({ problem: { message }, statusCode }: ApiFailure): boolean {
  return statusCode === 409 && /already_exists|unique machine name/i.test(message)
}

export function isLeased({ problem: { message }, statusCode }: ApiFailure): boolean {
  return statusCode === 409 && /lease/i.test(message)
}

export function isNameTaken({ problem: { message }, statusCode }: ApiFailure): boolean {
  return statusCode === 409 || (statusCode === 422 && /taken/i.test(message))
}

export function isUnreadableImage({ problem: { message }, statusCode }: ApiFailure): boolean {
  return [400, 404, 422].includes(statusCode ?? 0) && /manifest|image/i.test(message)
}
