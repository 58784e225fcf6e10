import { destroyed, isEmpty, type Plan } from "../../core/plan/plan.ts"
import type { PlanRequest, SavedPlan } from "../../core/plan/saved-plan.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { declined } from "../../errors/catalogue/deploy.ts"
import type { Context } from "../../workflows/context.ts"
import { gateDestroyLimit } from "../../workflows/deploy/gates/destroy-limit.ts"
import { readSavedPlan, refuseStale } from "../../workflows/plan/read-saved-plan.ts"
import { processTerminal } from "../terminal.ts"
import { planText } from "../views/deploy/plan.ts"

interface Asked {
  /** File of a saved plan. */
  readonly file: string | undefined
  readonly yes: boolean
  readonly allowDestroy: number | undefined
}

interface Approval {
  /** What the saved plan was made for. */
  readonly request: Partial<PlanRequest>
  readonly approve: (plan: Plan) => Promise<void>
}

/**
 * Who says that a plan may be carried out: the file that it was saved to, the person at the terminal, or the flags.
 *
 * @throws AidepError `deploy/unreadable-plan`; from `approve`, `deploy/stale-plan`, `deploy/destroy-limit`,
 * `deploy/declined`.
 */
export async function approval(asked: Asked, context: Context): Promise<Approval> {
  const { file } = asked
  const saved = file === undefined ? undefined : await readSavedPlan(file, context)
  return {
    request: saved?.request ?? {},
    approve: async (plan) => {
      if (saved !== undefined && file !== undefined) refuseStale(plan, saved, file)
      await approvePlan(plan, { ...asked, saved }, context)
    },
  }
}

async function approvePlan(
  plan: Plan,
  { yes, allowDestroy, saved }: Asked & { readonly saved: SavedPlan | undefined },
  context: Context,
): Promise<void> {
  const here = await platformsHere(context)
  const isRemote = ({ provider }: { readonly provider: string }) => !here.has(provider)
  const remote = { ...plan, changes: plan.changes.filter(isRemote) }
  const seen = context.prompt.available && !yes && saved === undefined
  if (!seen || allowDestroy !== undefined) gateDestroyLimit(remote, allowDestroy ?? 0)
  if (!seen || isEmpty(remote)) return
  const { note, noteStyle } = processTerminal()
  note(planText({ plan, commit: undefined }, noteStyle))
  const lost = destroyed(remote).length
  const message = lost === 0 ? "Carry this out?" : `Carry this out, and take away ${lost} for good?`
  if (!(await context.prompt.confirm({ message }))) throw new AidepError(problem(declined, {}))
}

/** What runs on this machine is nobody else's, and is not asked about. */
async function platformsHere({ platforms }: Context): Promise<ReadonlySet<string>> {
  const providers = await platforms.load(platforms.ids)
  return new Set(
    [...providers.values()].filter(({ alwaysAllowed }) => alwaysAllowed).map(({ id }) => id),
  )
}
