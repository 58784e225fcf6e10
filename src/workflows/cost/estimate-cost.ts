import { resolve } from "node:path"
import type { CostReport } from "../../core/cost/report/cost-report.ts"
import { costAtVolumes, costCurves } from "../../core/cost/report/curves.ts"
import { differenceOf } from "../../core/cost/report/difference.ts"
import { makeReport } from "../../core/cost/report/make-report.ts"
import { priceArchitectures } from "../../core/cost/stack/price-architectures.ts"
import { priceProject } from "../../core/cost/stack/price-project.ts"
import { type Beside, advise } from "../../core/cost/what-if/advice.ts"
import { parseWhatIf } from "../../core/cost/what-if/parse-what-if.ts"
import { findSpike, type Spike } from "../../core/cost/what-if/spike.ts"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"
import { type Baseline, readBaseline } from "./compare-with.ts"
import { costDiagnostics } from "./cost-diagnostics.ts"
import { openMarket } from "./market.ts"
import { priceChange } from "./price-change.ts"
import { hourlyLimitOf, readWorkload, type WorkloadFlags } from "./read-workload.ts"

export interface CostInput extends ProjectInput {
  /** Also platforms that the manifest does not list. */
  readonly all: boolean
  readonly workload: WorkloadFlags
  /** Changes to price: `idle=30s,gpu=L4`. */
  readonly whatIf?: string | undefined
  /** File of an earlier report, or a commit, branch or tag, to show the difference with. */
  readonly against?: string | undefined
  /** Also how the cost moves with requests and idle windows; takes longer. */
  readonly curves: boolean
  /** US dollars an hour above which an alert is wanted; `usual`: twice what the busiest hour costs. */
  readonly hourlyLimit?: string | undefined
}

export interface CostResult {
  readonly report: CostReport
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Prices the stack for a month: where the manifest puts it, everywhere it could go, and with changes that might
 * save something. Writes nothing.
 *
 * @throws AidepError of `loadProject`, of `readWorkload`, or `cost/unknown-what-if`.
 */
export async function estimateCost(input: CostInput, context: Context): Promise<CostResult> {
  const baseline =
    input.against === undefined
      ? undefined
      : {
          against: input.against,
          found: await readBaseline(input.against, input.manifest, context),
        }
  const priced = await priceManifest(input, context)
  if (baseline === undefined) return priced
  const before = await reportOf(baseline.found, input, context)
  const difference = differenceOf(before, priced.report, baseline.against)
  return { ...priced, report: { ...priced.report, difference } }
}

/** The report of a baseline; a manifest is priced with the same flags and today's prices. */
async function reportOf(
  baseline: Baseline,
  input: CostInput,
  context: Context,
): Promise<CostReport> {
  if (baseline.type === "report") return baseline.report
  const path = resolve(context.workingFolder, input.manifest)
  const read = async (file: string) =>
    file === path
      ? { status: "read" as const, bytes: baseline.bytes }
      : await context.files.read(file)
  const then = { ...context, files: { ...context.files, read } }
  return (
    await priceManifest(
      { ...input, whatIf: undefined, curves: false, hourlyLimit: undefined },
      then,
    )
  ).report
}

async function priceManifest(input: CostInput, context: Context): Promise<CostResult> {
  const loaded = await loadProject(input, context)
  const { parsed, project, diagnostics } = loaded
  const { workload, assumptions } = await readWorkload(parsed.manifest, input.workload, context)
  const scope = input.all ? "all" : "listed"
  const hostedModels = workload.tokens !== undefined || namesModel(input.whatIf)
  const { market, deployable } = await openMarket(loaded, { scope, hostedModels }, context)
  const { stack, estimate } = priceProject({ project, workload }, market)
  const { current } = estimate
  const beside = current && { stack: { project, workload }, current, market }
  const report = makeReport({
    project: project.name,
    environment: project.environment,
    today: context.clock.today(),
    workload,
    assumptions: [...assumptions, ...stack.assumptions],
    demands: stack.demands,
    elsewhere: stack.elsewhere,
    estimate,
    books: market.books,
    goals: market.goals,
    budget: market.budget,
    deployable,
    advice: beside ? advise(beside) : { savings: [], without: [] },
    spike: beside && spikeOf(input.hourlyLimit, beside),
    architectures: input.all
      ? priceArchitectures(stack.demands, await context.prices.loadArchitectures(), market)
      : [],
    volumes: beside ? costAtVolumes(beside) : [],
    curves: input.curves && beside ? costCurves(beside, estimate.varied) : undefined,
    whatIf: input.whatIf === undefined || !beside ? undefined : priceChange(input.whatIf, beside),
  })
  return { report, diagnostics: [...diagnostics, ...costDiagnostics(report)] }
}

/** A change that names a model is answered with that vendor's prices, or with what is missing. */
function namesModel(whatIf: string | undefined): boolean {
  const parsed = whatIf === undefined ? undefined : parseWhatIf(whatIf)
  return parsed?.ok === true && parsed.whatIf.services.some(({ offer }) => offer !== undefined)
}

function spikeOf(limit: string | undefined, beside: Beside): Spike | undefined {
  if (limit === undefined) return undefined
  return findSpike(beside, limit === "usual" ? undefined : hourlyLimitOf(limit))
}
