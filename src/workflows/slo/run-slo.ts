import { checkRequest, type PreparedRequest } from "../../core/check/check-request.ts"
import { credentials } from "../../core/check/credentials.ts"
import { expectationsOf } from "../../core/check/expectation.ts"
import type { ManifestCheck } from "../../core/manifest/schema/manifest.ts"
import { requestCount } from "../../core/slo/judge-slo.ts"
import { type Measurement, openMeasurement } from "../../core/slo/measurement.ts"
import { sampleOf, type SloReport, sloReport } from "../../core/slo/slo-report.ts"
import type { Load, LoadPlan } from "../../ports/load.ts"
import type { CheckResult } from "../check/check-result.ts"
import { type CheckPorts, type CheckRun, runChecks } from "../check/run-checks.ts"
import type { PlannedSlo } from "./plan-slo.ts"

export interface SloPorts extends CheckPorts {
  readonly load: Load
}

export interface SloSubject {
  readonly planned: PlannedSlo
  /** How the manifest's checks were made. */
  readonly run: CheckRun
  /** Their results: what they warmed up is not counted, and what failed already is not asked any more. */
  readonly results: readonly CheckResult[]
}

/**
 * Measures a service under an even load, and beside it another release where one is given. Nothing is sent where a
 * check that would be repeated has failed before.
 */
export async function runSlo(subject: SloSubject, ports: SloPorts): Promise<SloReport> {
  const { planned, run, results } = subject
  const { against } = planned
  const before = against === undefined ? undefined : await checkBefore(against, subject, ports)
  const notMade = [
    ...failedChecks(planned, results),
    ...(before === undefined ? [] : failedChecks(planned, before, " of the other release")),
  ]
  const measured = notMade.length > 0 ? nothing(planned) : await measureBoth(subject, ports)
  const { measurement, other } = measured
  const samples =
    other === undefined || before === undefined
      ? undefined
      : {
          before: sampleOf(other, goldenOf(run.checks, before)),
          after: sampleOf(measurement, goldenOf(run.checks, results)),
        }
  return sloReport({ ...planned, measurement, samples, notMade })
}

interface Measured {
  readonly measurement: Measurement
  /** Of the other release. */
  readonly other: Measurement | undefined
}

function nothing({ checks, plan }: PlannedSlo): Measured {
  const expecting = checks.map(({ name }) => ({ name, expectations: [], secrets: [] }))
  return { measurement: openMeasurement(expecting, plan.durationMs).read(), other: undefined }
}

/** Both at the same time, and so under the same conditions. */
async function measureBoth(subject: SloSubject, { load }: SloPorts): Promise<Measured> {
  const { service, plan, against, progress } = subject.planned
  const requests = requestCount(plan) * (against === undefined ? 1 : 2)
  let answered = 0
  const tell = (): void => progress?.({ service, answered, requests })
  const ports = {
    load,
    seen: () => {
      answered += 1
      tell()
    },
  }
  tell()
  const [measurement, other] = await Promise.all([
    measure(subject, subject.run.addresses.get(service) ?? "", ports),
    against === undefined ? undefined : measure(subject, against, ports),
  ])
  // An interrupted one is over, too.
  if (answered < requests) progress?.({ service, answered: requests, requests })
  return { measurement, other }
}

/** The checks of the loaded service, made against the other release. */
async function checkBefore(
  against: string,
  { planned: { service }, run }: SloSubject,
  ports: SloPorts,
): Promise<readonly CheckResult[]> {
  const checks = run.checks.filter((check) => check.service === service)
  return await runChecks({ ...run, checks, addresses: new Map([[service, against]]) }, ports)
}

function failedChecks(
  { checks }: PlannedSlo,
  results: readonly CheckResult[],
  whose = "",
): readonly string[] {
  const names = new Set(checks.map(({ name }) => name))
  return results
    .filter(({ name, passed }) => !passed && names.has(name))
    .map(({ name }) => `The check "${name}"${whose} failed before, so that no load was sent.`)
}

/** Checks that know what the answer has to be. */
function goldenOf(
  checks: readonly ManifestCheck[],
  results: readonly CheckResult[],
): ReadonlyMap<string, boolean> {
  const golden = new Set(
    checks
      .filter(({ expect: { json, text } }) => json !== undefined || text !== undefined)
      .map(({ name }) => name),
  )
  return new Map(
    results.filter(({ name }) => golden.has(name)).map(({ name, passed }) => [name, passed]),
  )
}

async function measure(
  { planned, run }: SloSubject,
  address: string,
  { load, seen }: { readonly load: Load; readonly seen: () => void },
): Promise<Measurement> {
  const prepared = prepare(planned, run, address)
  const measuring = openMeasurement(
    prepared.map(({ check, secrets }) => ({
      name: check.name,
      expectations: expectationsOf(check.expect),
      secrets: [...secrets, ...(run.secrets ?? [])],
    })),
    planned.plan.durationMs,
  )
  const requests = prepared.map(({ request }) => request)
  await load.run({ ...loadPlan(planned, run), requests }, (result) => {
    measuring.add(result)
    seen()
  })
  return measuring.read()
}

interface PreparedCheck extends PreparedRequest {
  readonly check: ManifestCheck
}

/** Credentials are there: with the same ones the checks have passed. */
function prepare(
  { service, checks }: PlannedSlo,
  { credentialSource }: CheckRun,
  address: string,
): readonly PreparedCheck[] {
  return checks.flatMap((check) => {
    const caller = credentials(check.as ?? "nobody", credentialSource(service))
    return caller.ok ? [{ check, ...checkRequest(check, address, caller) }] : []
  })
}

const longestTimeOutMs = 120_000
const mostConnections = 1000

function loadPlan(
  { checks, plan, objectives }: PlannedSlo,
  { signal, privateAddresses }: CheckRun,
): Omit<LoadPlan, "requests"> {
  const limits = checks.map(({ expect: { within, stream } }) =>
    stream === undefined ? 2 * (within ?? 0) : longestTimeOutMs,
  )
  const timeoutMs = Math.max(10_000, 4 * (objectives.p99 ?? 0), ...limits)
  return {
    count: requestCount(plan),
    ratePerSecond: plan.ratePerSecond,
    timeoutMs: Math.min(longestTimeOutMs, timeoutMs),
    connections: mostConnections,
    privateAddresses,
    signal,
  }
}
