import { allRules } from "../../core/lint/all-rules.ts"
import { isReady } from "../../core/production/checklist.ts"
import { type Report, type ReportedCheck, withoutSecrets } from "../../core/report/report.ts"
import { sloFindings } from "../../core/slo/slo-report.ts"
import { AidepError } from "../../errors/aidep-error.ts"
import { invalidManifest } from "../../errors/catalogue/manifest.ts"
import { hasErrors } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import { type LoadedProject, loadProject } from "../load-project.ts"
import { secretValues } from "../secret-values.ts"
import type { CheckResult } from "./check-result.ts"
import { checkLive, type CheckLiveInput, type CheckLiveResult } from "./check-live.ts"
import { checkProduction } from "./check-production.ts"
import { checkStatic, type CheckStaticResult } from "./check-static.ts"

export interface CheckInput extends CheckLiveInput {
  /** `static`: the manifest and files. `live`: what stands. `production`: both, and the checklist. */
  readonly scope: CheckScope
  /** Repair what can be repaired without a decision. */
  readonly fix: boolean
  /** Warnings fail, too. */
  readonly strict: boolean
}

export type CheckScope = "static" | "live" | "production"

export interface CheckOutcome {
  /** Without secrets. */
  readonly report: Report
  readonly passed: boolean
  readonly static: CheckStaticResult | undefined
  readonly live: CheckLiveResult | undefined
  /** Why nothing could be checked: the manifest is invalid, and the report's findings say where. */
  readonly failure: AidepError | undefined
}

/**
 * Makes the checks of a scope and puts what came of them into one report.
 *
 * @throws AidepError those of `checkLive` and `checkProduction`, except for an invalid manifest.
 */
export async function check(input: CheckInput, context: Context): Promise<CheckOutcome> {
  const loaded = await loadOrFail(input, context)
  if (loaded instanceof AidepError) return invalid(loaded, input, context)
  const { scope } = input
  const judged = scope === "live" ? undefined : await checkStatic(input, context)
  const production = scope === "production" ? await checkProduction(input, context) : undefined
  const live = scope === "live" ? await checkLive(input, context) : production?.live
  const report: Report = {
    ...emptyReport(loaded.project.name, input, context),
    environment: loaded.project.environment,
    findings: judged?.findings ?? [],
    silenced: judged?.silenced ?? [],
    rules: judged === undefined ? [] : allRules(),
    checks: live === undefined ? [] : reportedChecks(live, loaded),
    checklist: production?.checklist ?? [],
    slo: live?.slo,
  }
  return {
    report: withoutSecrets(report, await secretValues(loaded, context)),
    passed: passes(report, input),
    static: judged,
    live,
    failure: undefined,
  }
}

async function loadOrFail(
  input: CheckInput,
  context: Context,
): Promise<LoadedProject | AidepError> {
  try {
    return await loadProject(input, context)
  } catch (error) {
    if (error instanceof AidepError && error.code === invalidManifest.code) return error
    throw error
  }
}

function invalid(failure: AidepError, input: CheckInput, context: Context): CheckOutcome {
  const report = emptyReport(input.manifest, input, context)
  return {
    report: { ...report, findings: failure.diagnostics },
    passed: false,
    static: undefined,
    live: undefined,
    failure,
  }
}

function emptyReport(project: string, input: CheckInput, { clock }: Context): Report {
  return {
    project,
    environment: input.environment ?? "production",
    madeAtMs: clock.nowMs(),
    findings: [],
    silenced: [],
    rules: [],
    checks: [],
    checklist: [],
    slo: undefined,
  }
}

function passes({ findings, checks, checklist, slo }: Report, { strict }: CheckInput): boolean {
  const found = [...findings, ...checks.flatMap((one) => one.findings ?? []), ...sloFindings(slo)]
  const clean = strict ? found.length === 0 : !hasErrors(found)
  return clean && checks.every(({ passed }) => passed) && isReady(checklist)
}

function reportedChecks(
  { results, probes }: CheckLiveResult,
  { parsed }: LoadedProject,
): readonly ReportedCheck[] {
  const names = (parsed.manifest.checks ?? []).map(({ name }) => name)
  const checks = results.map((result) => {
    const index = names.indexOf(result.name)
    return {
      ...reported(result),
      place: index === -1 ? undefined : parsed.places.value(["checks", index]),
    }
  })
  return [...checks, ...probes.map((result) => ({ ...reported(result), place: undefined }))]
}

function reported({ name, service, passed, messages, findings, timings }: CheckResult) {
  return { name, service, passed, messages, findings, durationMs: timings?.totalMs }
}
