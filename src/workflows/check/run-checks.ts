import type { Timings } from "../../core/check/answer.ts"
import { checkRequest, type PreparedRequest } from "../../core/check/check-request.ts"
import { credentials, type CredentialSource } from "../../core/check/credentials.ts"
import { evaluateAll } from "../../core/check/evaluate.ts"
import { type Expectation, expectationsOf, withoutTimes } from "../../core/check/expectation.ts"
import type { ManifestCheck } from "../../core/manifest/schema/manifest.ts"
import type { Clock } from "../../ports/clock.ts"
import type { ProbeOptions, Prober } from "../../ports/prober.ts"

export interface CheckRun {
  readonly checks: readonly ManifestCheck[]
  /** Address of each service as callers reach it. */
  readonly addresses: ReadonlyMap<string, string>
  /** What identifies a caller of the service. */
  readonly credentialSource: (service: string) => CredentialSource
  /** Further values that no message may show: a server may answer with what it was not sent. */
  readonly secrets?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((step: CheckStep) => void) | undefined
}

/** What goes on, for whoever watches. */
export type CheckStep =
  | { readonly type: "warming-up"; readonly name: string; readonly probes: number }
  | { readonly type: "checking"; readonly name: string }
  | { readonly type: "checked"; readonly result: CheckResult }

export interface CheckResult {
  readonly name: string
  readonly service: string
  readonly passed: boolean
  /** Sentences about what is not as expected; bounded, without secrets. */
  readonly messages: readonly string[]
  /** Of the check's own request, never of the warm-up; undefined where none was sent. */
  readonly timings: Timings | undefined
  readonly warmUp: WarmUp | undefined
}

export interface WarmUp {
  readonly probes: number
  readonly tookMs: number
}

export interface CheckPorts {
  readonly prober: Prober
  readonly clock: Clock
}

/** Makes the checks one after the other, so that none disturbs the timing of another. */
export async function runChecks(run: CheckRun, ports: CheckPorts): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of run.checks) {
    const result = await runCheck(check, run, ports)
    run.progress?.({ type: "checked", result })
    results.push(result)
  }
  return results
}

async function runCheck(
  check: ManifestCheck,
  run: CheckRun,
  ports: CheckPorts,
): Promise<CheckResult> {
  const notAsked = { warmUp: undefined, timings: undefined }
  if (run.signal?.aborted === true) return resultOf(check, [interrupted], notAsked)
  const address = run.addresses.get(check.service)
  if (address === undefined)
    return resultOf(check, [`"${check.service}" has no address to ask.`], notAsked)
  const caller = credentials(check.as ?? "nobody", run.credentialSource(check.service))
  if (!caller.ok) return resultOf(check, [caller.problem.message], notAsked)
  const request = checkRequest(check, address, caller)
  const prepared = { ...request, secrets: [...request.secrets, ...(run.secrets ?? [])] }
  return await askFor({ check, prepared, expectations: expectationsOf(check.expect) }, run, ports)
}

interface Asked {
  readonly check: ManifestCheck
  readonly prepared: PreparedRequest
  readonly expectations: readonly Expectation[]
}

const interrupted = "It was not made, because the run was interrupted."

async function askFor(asked: Asked, run: CheckRun, ports: CheckPorts): Promise<CheckResult> {
  const { check, prepared, expectations } = asked
  const warmed = check.warmUp === undefined ? undefined : await warmUp(asked, run, ports)
  const warmUpOf = warmed && { probes: warmed.probes, tookMs: warmed.tookMs }
  if (warmed !== undefined && warmed.messages.length > 0)
    return resultOf(check, notWarm(warmed), { warmUp: warmUpOf, timings: undefined })
  run.progress?.({ type: "checking", name: check.name })
  const limits = { ...limitsOf(check), signal: run.signal }
  const outcome = await ports.prober.probe(prepared.request, limits)
  const messages = evaluateAll(outcome, expectations, prepared.secrets)
  return resultOf(check, messages, { warmUp: warmUpOf, timings: outcome.timings })
}

interface WarmUpResult extends WarmUp {
  /** What was wrong with the last answer; none when it was as expected. */
  readonly messages: readonly string[]
}

/** Asks until the answer is as expected, however long it takes to come, or the budget ends. */
async function warmUp(
  { check, prepared, expectations }: Asked,
  { signal, progress }: CheckRun,
  { prober, clock }: CheckPorts,
): Promise<WarmUpResult> {
  const startedMs = clock.nowMs()
  const endMs = startedMs + (check.warmUp ?? 0)
  const wanted = withoutTimes(expectations)
  for (let probes = 1; ; probes++) {
    progress?.({ type: "warming-up", name: check.name, probes })
    const totalTimeoutMs = Math.max(endMs - clock.nowMs(), 1)
    const limits = { totalTimeoutMs, redirects: check.redirects, signal }
    const outcome = await prober.probe(prepared.request, limits)
    const messages = evaluateAll(outcome, wanted, prepared.secrets)
    const pauseMs = Math.min(pauses.firstMs * 2 ** (probes - 1), pauses.longestMs)
    const tookMs = clock.nowMs() - startedMs
    if (messages.length === 0 || signal?.aborted === true || clock.nowMs() + pauseMs >= endMs)
      return { probes, tookMs, messages }
    await clock.sleep(pauseMs, signal)
  }
}

/** Between two probes of a warm-up; each is twice the one before. */
const pauses = { firstMs: 500, longestMs: 5000 } as const

function notWarm({ tookMs, probes, messages }: WarmUpResult): readonly string[] {
  const asked = probes === 1 ? "1 probe" : `${probes} probes`
  const took = `${Math.round(tookMs).toLocaleString("en-US")} ms`
  return [
    `It did not warm up: after ${asked} in ${took} the answer was still not right.`,
    ...messages,
  ]
}

/** A slow answer is better told as slow than as none, so the limit lies well beyond the expectation. */
function limitsOf({ expect, redirects }: ManifestCheck): ProbeOptions {
  const { within, stream } = expect
  const usualMs = stream === undefined || stream === false ? 60_000 : 120_000
  return {
    totalTimeoutMs: within === undefined ? usualMs : Math.max(2 * within, 10_000),
    redirects,
  }
}

function resultOf(
  { name, service }: ManifestCheck,
  messages: readonly string[],
  measured: Pick<CheckResult, "timings" | "warmUp">,
): CheckResult {
  return { name, service, passed: messages.length === 0, messages, ...measured }
}
