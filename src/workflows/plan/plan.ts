import { resolve } from "node:path"
import { isEmpty, type Plan } from "../../core/plan/plan.ts"
import { savedPlanText } from "../../core/plan/saved-plan.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unwritable } from "../../errors/catalogue/artifact.ts"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import { openDrivers, refuseWithoutDriver } from "../deploy/drivers.ts"
import { gateCredentials } from "../deploy/gates/credentials.ts"
import { edgeWarnings } from "../deploy/gates/edge.ts"
import { gateMoves } from "../deploy/gates/moves.ts"
import { gateOnly } from "../deploy/gates/only.ts"
import { gateSecrets } from "../deploy/gates/secrets.ts"
import { planDeploy } from "../deploy/plan-deploy.ts"
import { serviceSources, type SourceOptions } from "../deploy/source/service-sources.ts"
import { readJournal } from "../deploy/state/state-files.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"

export interface PlanInput extends ProjectInput, SourceOptions {
  readonly only?: readonly string[] | undefined
  /** File that the plan is saved to, relative to the working folder. */
  readonly out?: string | undefined
}

export interface PlanResult {
  readonly plan: Plan
  /** True when a deploy would do something. */
  readonly pending: boolean
  /** Commit that platforms would build; undefined where none does. */
  readonly commit: string | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Says what a deploy would change. Asks the platforms and changes nothing but the file that the plan is saved to.
 *
 * @throws AidepError those of `loadProject`, of the gates and of the platforms.
 */
export async function plan(input: PlanInput, context: Context): Promise<PlanResult> {
  const loaded = await loadProject({ ...input, placement: "recorded" }, context)
  refuseWithoutDriver(loaded)
  await gateCredentials(loaded, context)
  const secrets = await gateSecrets(loaded, context)
  const sources = await serviceSources(loaded, input, context)
  const { known } = await readJournal(loaded, context)
  const drivers = await openDrivers(loaded, context, { known })
  const planned = await planDeploy({ loaded, secrets, sources, drivers, only: input.only })
  gateOnly(input.only, planned)
  gateMoves(loaded, planned.observed)
  if (input.out !== undefined) await savePlan(planned.plan, input.out, { input, context })
  const commits = [...sources.values()].flatMap(({ source }) =>
    source.type === "commit" ? [source.commit] : [],
  )
  return {
    plan: planned.plan,
    pending: !isEmpty(planned.plan),
    commit: commits[0],
    diagnostics: [...loaded.diagnostics, ...edgeWarnings(loaded)],
  }
}

async function savePlan(
  saved: Plan,
  out: string,
  { input, context }: { readonly input: PlanInput; readonly context: Context },
): Promise<void> {
  const { environment, target, only, images } = input
  const path = resolve(context.workingFolder, out)
  const text = savedPlanText(saved, { environment, target, only, images })
  const outcome = await context.files.writeAll([{ path, text, readableBy: "owner" }])
  if (outcome.status === "failed")
    throw new AidepError(problem(unwritable, { file: out, reason: outcome.reason, replaced: [] }))
}
