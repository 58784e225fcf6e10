import pMap from "p-map"
import type { Answer, Outcome } from "../../core/check/answer.ts"
import { checkRequest, type PreparedRequest } from "../../core/check/check-request.ts"
import { credentials, type CredentialSource } from "../../core/check/credentials.ts"
import { type Expectation, expectationsOf, withoutTimes } from "../../core/check/expectation.ts"
import { streamFacts } from "../../core/check/automatic/stream-facts.ts"
import { outcomeFindings } from "../../core/check/findings/answer-findings.ts"
import type { ManifestCheck } from "../../core/manifest/schema/manifest.ts"
import type { Problem } from "../../errors/aidep-error.ts"
import { interrupted, noAddress, notWarm } from "../../errors/catalogue/check.ts"
import { diagnose, type Diagnostic } from "../../errors/diagnostic.ts"
import type { Clock } from "../../ports/clock.ts"
import type { ProbeOptions, Prober } from "../../ports/prober.ts"
import { type CheckResult, checkResult } from "./check-result.ts"
import { type WarmedUp, warmUp } from "./warm-up.ts"

export interface CheckRun {
  readonly checks: readonly ManifestCheck[]
  /** Address of each service as callers reach it. */
  readonly addresses: ReadonlyMap<string, string>
  /** What identifies a caller of the service. */
  readonly credentialSource: (service: string) => CredentialSource
  /** Further values that no message may show: a server may answer with what it was not sent. */
  readonly secrets?: readonly string[] | undefined
  /** What becomes of public names that lead into a private network. Default: allowed. */
  readonly privateAddresses?: ProbeOptions["privateAddresses"]
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((step: CheckStep) => void) | undefined
}

/** What goes on, for whoever watches. */
export type CheckStep =
  | { readonly type: "warming-up"; readonly name: string; readonly probes: number }
  | { readonly type: "checking"; readonly name: string }
  | { readonly type: "checked"; readonly result: CheckResult }

export interface CheckPorts {
  readonly prober: Prober
  readonly clock: Clock
}

/**
 * Makes the checks of each service one after the other, so that none disturbs the timing of another or finds it asleep,
 * and those of different services side by side. Results are in the order of the checks.
 */
export async function runChecks(run: CheckRun, ports: CheckPorts): Promise<readonly CheckResult[]> {
  const results = new Map<ManifestCheck, CheckResult>()
  const byService = Map.groupBy(run.checks, ({ service }) => service)
  await pMap(
    byService.values(),
    async (checks) => {
      for (const check of checks) {
        const result = await runCheck(check, run, ports)
        run.progress?.({ type: "checked", result })
        results.set(check, result)
      }
    },
    { concurrency: servicesAtOnce },
  )
  return run.checks.flatMap((check) => results.get(check) ?? [])
}

/** Each holds a connection: well below the files that systems let a process open. */
const servicesAtOnce = 1000

async function runCheck(
  check: ManifestCheck,
  run: CheckRun,
  ports: CheckPorts,
): Promise<CheckResult> {
  if (run.signal?.aborted === true)
    return notAsked(check, diagnose(interrupted, { reason: notMade }))
  const address = run.addresses.get(check.service)
  if (address === undefined) return notAsked(check, diagnose(noAddress, { service: check.service }))
  const caller = credentials(check.as ?? "nobody", run.credentialSource(check.service))
  if (!caller.ok) return notAsked(check, findingOf(caller.problem))
  const request = checkRequest(check, address, caller)
  const prepared = { ...request, secrets: [...request.secrets, ...(run.secrets ?? [])] }
  return await askFor({ check, prepared, expectations: expectationsOf(check.expect) }, run, ports)
}

const notMade = "It was not made, because the run was interrupted."

function notAsked({ name, service }: ManifestCheck, finding: Diagnostic): CheckResult {
  return checkResult({ name, service, findings: [finding] })
}

/** A problem as something that was found. */
export function findingOf({ code, message, hint }: Problem): Diagnostic {
  return { severity: "error", code, message, hint }
}

interface Asked {
  readonly check: ManifestCheck
  readonly prepared: PreparedRequest
  readonly expectations: readonly Expectation[]
}

async function askFor(asked: Asked, run: CheckRun, ports: CheckPorts): Promise<CheckResult> {
  const { check, prepared, expectations } = asked
  const { name, service } = check
  const warmed = check.warmUp === undefined ? undefined : await warmUpCheck(asked, run, ports)
  const warmUpOf = warmed && { probes: warmed.probes, tookMs: warmed.tookMs }
  if (warmed !== undefined && warmed.findings.length > 0) {
    const findings = [diagnose(notWarm, warmed), ...warmed.findings]
    return checkResult({ name, service, findings, warmUp: warmUpOf })
  }
  run.progress?.({ type: "checking", name })
  const limits = { ...limitsOf(check), ...optionsOf(check, run) }
  const outcome = await ports.prober.probe(prepared.request, limits)
  const findings = outcomeFindings(outcome, expectations, prepared.secrets)
  const { timings } = outcome
  return checkResult({
    name,
    service,
    findings,
    facts: isStream(expectations) ? factsOf(outcome, prepared.secrets) : [],
    timings,
    warmUp: warmUpOf,
  })
}

function isStream(expectations: readonly Expectation[]): boolean {
  return expectations.some(({ type }) => type === "stream")
}

function factsOf(outcome: Outcome, secrets: readonly string[]): readonly string[] {
  const answer: Answer | undefined =
    outcome.status === "answered" ? outcome.answer : outcome.partial
  return answer === undefined ? [] : streamFacts(answer, secrets)
}

async function warmUpCheck(
  { check, prepared, expectations }: Asked,
  run: CheckRun,
  { prober, clock }: CheckPorts,
): Promise<WarmedUp> {
  const wanted = withoutTimes(expectations)
  const ask = async (totalTimeoutMs: number, probes: number) => {
    run.progress?.({ type: "warming-up", name: check.name, probes })
    const limits = { totalTimeoutMs, ...optionsOf(check, run) }
    const outcome = await prober.probe(prepared.request, limits)
    return outcomeFindings(outcome, wanted, prepared.secrets)
  }
  return await warmUp({ budgetMs: check.warmUp ?? 0, ask, signal: run.signal }, clock)
}

function optionsOf({ redirects }: ManifestCheck, { signal, privateAddresses }: CheckRun) {
  return { redirects, privateAddresses, signal }
}

/** A slow answer is better told as slow than as none, so the limit lies well beyond the expectation. */
function limitsOf({ expect }: ManifestCheck): Pick<ProbeOptions, "totalTimeoutMs"> {
  const { within, stream } = expect
  const usualMs = stream === undefined || stream === false ? 60_000 : 120_000
  return { totalTimeoutMs: within === undefined ? usualMs : Math.max(2 * within, 10_000) }
}
