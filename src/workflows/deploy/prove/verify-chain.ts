import { checkRequest } from "../../../core/check/check-request.ts"
import { credentials } from "../../../core/check/credentials.ts"
import { readChain } from "../../../core/check/release-id.ts"
import type { ChainObservation } from "../../../core/check/verdict.ts"
import { keyVariable } from "../../../core/init/secret-files.ts"
import type { ManifestCheck } from "../../../core/manifest/schema/manifest.ts"
import type { ProbeOutcome } from "../../../ports/prober.ts"
import type { Context } from "../../context.ts"
import type { SecretSource } from "../desired.ts"
import { probeTimeoutMs } from "./probe-release.ts"

export interface ChainProbe {
  /** A check of a service that calls others. */
  readonly check: ManifestCheck
  /** Where callers reach it. */
  readonly address: string
  readonly environment: string
  readonly secrets: SecretSource
  readonly signal: AbortSignal
}

/**
 * Sends the request of a check as its caller would, with the patience that the check has for what sleeps, and reads
 * which deployments took part in the answer. Undefined where there is none to read: checks have their own verdict.
 */
export async function observeChain(
  { check, address, environment, secrets, signal }: ChainProbe,
  { prober, clock }: Context,
): Promise<ChainObservation | undefined> {
  const { service } = check
  const secret = (name: string) => (name === keyVariable ? secrets.key : secrets.secret(name))
  const caller = credentials(check.as ?? "nobody", {
    service,
    environment,
    external: false,
    secret,
  })
  if (!caller.ok) return undefined
  const { request } = checkRequest(check, address, caller)
  const endMs = clock.nowMs() + (check.warmUp ?? 0)
  while (!signal.aborted) {
    const totalTimeoutMs = Math.max(endMs - clock.nowMs(), probeTimeoutMs)
    const outcome = await prober.probe(request, { totalTimeoutMs, signal })
    if (outcome.status === "answered" && outcome.answer.statusCode < 300)
      return { service, request: check.request, chain: readChain(outcome.answer) }
    if (isFinal(outcome) || clock.nowMs() + pauseMs >= endMs) return undefined
    await clock.sleep(pauseMs, signal)
  }
  return undefined
}

/** A refusal of the request itself stays one; what sleeps, or has too much to do, may answer later. */
function isFinal(outcome: ProbeOutcome): boolean {
  if (outcome.status === "failed") return false
  const { statusCode } = outcome.answer
  return statusCode < 500 && statusCode !== 408 && statusCode !== 429
}

const pauseMs = 2_000
