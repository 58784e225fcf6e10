import type { StandingChange } from "../../core/plan/changes.ts"
import type { Plan } from "../../core/plan/plan.ts"
import type { Verdict } from "../../core/check/verdict.ts"
import { isProvenVerdict } from "../../core/release/state.ts"
import { AidepError } from "../../errors/aidep-error.ts"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { RemoteScope } from "../../provider/remote.ts"
import type { Context } from "../context.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"
import { historyWarnings } from "../state/history-warnings.ts"
import { type Applied, applyChanges } from "./apply/apply.ts"
import { refuseInterrupted } from "./apply/interrupted.ts"
import { gateBudget } from "./gates/budget.ts"
import { gateCredentials } from "./gates/credentials.ts"
import { gateDestroyLimit } from "./gates/destroy-limit.ts"
import { edgeWarnings } from "./gates/edge.ts"
import { gateMoves } from "./gates/moves.ts"
import { gateOnly } from "./gates/only.ts"
import { gateSecrets } from "./gates/secrets.ts"
import { refuseWithoutDriver } from "./drivers.ts"
import type { StepEvent } from "./apply/apply-step.ts"
import { applyInput } from "./apply/apply-input.ts"
import { planDeploy, type PlannedDeploy } from "./plan-deploy.ts"
import { cacheWarnings } from "./prove/edge-cache.ts"
import { proveRelease } from "./prove/prove-release.ts"
import { openRun, type Run } from "./run.ts"
import { serviceSources, type SourceOptions } from "./source/service-sources.ts"
import { withLock } from "./state/lock.ts"
import { recordRelease } from "./state/state-files.ts"
import { undo } from "./undo.ts"
import { refuseUnsettled, unsettledFields } from "./prove/unsettled.ts"
import { unprovenError, withUndo } from "./prove/unproven.ts"

export interface DeployInput extends ProjectInput, SourceOptions {
  readonly progress: RemoteScope["progress"]
  readonly signal: AbortSignal
  /** Services and data resources to deploy; default: all. */
  readonly only?: readonly string[] | undefined
  /** Things that may be taken away for good; default: any number. */
  readonly allowDestroy?: number | undefined
  /** Sees the plan before anything is changed, and stops the deploy by throwing. */
  readonly approve?: ((plan: Plan) => Promise<void>) | undefined
  /** Leave a release that is not live as it is. */
  readonly keepFailed?: boolean | undefined
  /** Told when each change begins and how it ended. */
  readonly report?: ((event: StepEvent) => void) | undefined
  /** Changes that are carried out side by side at most; default: 16. */
  readonly concurrency?: number | undefined
}

export interface DeployResult {
  readonly environment: string
  readonly release: string
  readonly verdict: Verdict
  readonly services: readonly DeployedItem[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface DeployedItem {
  readonly name: string
  readonly platform: string
  readonly change: StandingChange["type"]
  /** Undefined for what has no address, and for data stores, whose address is secret. */
  readonly url: string | undefined
  readonly deploymentId: string | undefined
}

/**
 * Brings an environment to what the manifest says, in the order of dependencies, and proves it from outside. A release
 * that is not live is undone where an earlier one was proven.
 *
 * @throws AidepError those of `loadProject`, of the gates and of `planDeploy` before anything is changed; those of
 * `applyChanges`; `deploy/not-live`, with the verdict in its details; `deploy/unwritable-state`.
 */
export async function deploy(input: DeployInput, context: Context): Promise<DeployResult> {
  const loaded = await loadProject({ ...input, placement: "recorded" }, context)
  refuseWithoutDriver(loaded)
  await gateCredentials(loaded, context)
  const secrets = await gateSecrets(loaded, context)
  const sources = await serviceSources(loaded, input, context)
  const isRehearsal = input.rehearsal !== undefined
  const estimate = await gateBudget(loaded, context, {
    isRehearsal,
    warn: (text) => input.progress("budget", text),
  })
  for (const { message } of edgeWarnings(loaded)) input.progress("edge", message)
  return await withLock(
    { place: loaded, reason: "deploy", progress: input.progress },
    context,
    async (lock) => {
      const run = await openRun(
        { loaded, secrets, sources, estimate, command: "deploy", lock },
        input,
        context,
      )
      const planned = await planDeploy({ ...run, only: input.only })
      gateOnly(input.only, planned)
      gateMoves(loaded, planned.observed)
      if (input.allowDestroy !== undefined) gateDestroyLimit(planned.plan, input.allowDestroy)
      await input.approve?.(planned.plan)
      return await carryOut({ run, planned, input }, context)
    },
  )
}

interface Work {
  readonly run: Run
  readonly planned: PlannedDeploy
  readonly input: DeployInput
}

async function carryOut(work: Work, context: Context): Promise<DeployResult> {
  const { run, planned, input } = work
  const { loaded, journal } = run
  const applied = await applyOrUndo(work, context)
  input.progress("release", "Probing from outside")
  const { release, verdict, observed } = await proveRelease(
    { run, applied, parts: planned.parts, signal: input.signal },
    context,
  )
  await recordRelease(run, release, context)
  refuseInterrupted(input.signal, standingOwners(applied))
  if (!isProvenVerdict(verdict.status)) {
    const unproven = { failed: unprovenError(verdict), release: release.id, work }
    const failed =
      verdict.status === "not-live" ? await afterUndo(unproven, context) : unproven.failed
    await journal.end(verdict.status)
    throw failed
  }
  await journal.end(verdict.status)
  refuseUnsettled(unsettledFields({ run, applied, parts: planned.parts, observed }))
  return {
    environment: loaded.project.environment,
    release: release.id,
    verdict,
    services: applied.changes
      .filter(({ desired }) => isItem(desired.owner, work))
      .map(({ type, desired: { owner, provider, deploymentId } }) => ({
        name: owner,
        platform: provider,
        change: type,
        url: deploymentId === undefined ? undefined : applied.outputs.get(owner)?.url,
        deploymentId,
      })),
    diagnostics: [
      ...loaded.diagnostics,
      ...edgeWarnings(loaded),
      ...(await cacheWarnings(loaded, context, input.signal)),
      ...historyWarnings(loaded, context),
    ],
  }
}

function standingOwners({ changes }: Applied): readonly string[] {
  return [...new Set(changes.map(({ desired }) => desired.owner))]
}

function isItem(name: string, { run: { loaded } }: Work): boolean {
  const { services, resources } = loaded.project
  return [...services, ...resources].some((item) => item.name === name)
}

/** A step that fails ends the release as one that is not live does. */
async function applyOrUndo(work: Work, context: Context): Promise<Applied> {
  const { run, planned, input } = work
  try {
    return await applyChanges(applyInput(run, planned, input))
  } catch (error) {
    if (!(error instanceof AidepError) || error.code !== "deploy/step-failed") throw error
    const failed = await afterUndo({ failed: error, work }, context)
    await run.journal.end("failed")
    throw failed
  }
}

interface Failure {
  readonly failed: AidepError
  /** Id of the release, when it was recorded. */
  readonly release?: string
  readonly work: Work
}

/** The error with what was undone in it; as it was where there is nothing to go back to. */
async function afterUndo(
  { failed, release, work: { run, input } }: Failure,
  context: Context,
): Promise<AidepError> {
  if (input.keepFailed === true) return failed
  const undone = await undo({ run, release, input }, context)
  return undone === undefined ? failed : withUndo(failed, undone)
}
