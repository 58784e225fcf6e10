import type { Verdict } from "../../core/check/verdict.ts"
import { type Release, rollbackPoint } from "../../core/release/state.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { noRollbackPoint } from "../../errors/catalogue/deploy.ts"
import type { Context } from "../context.ts"
import { type LoadedProject, loadProject } from "../load-project.ts"
import type { DeployInput } from "./deploy.ts"
import { gateCredentials } from "./gates/credentials.ts"
import { gateSecrets } from "./gates/secrets.ts"
import { openRun } from "./run.ts"
import { serviceSources } from "./source/service-sources.ts"
import { withLock } from "./state/lock.ts"
import { readState } from "./state/state-files.ts"
import { restore } from "./undo.ts"
import { unprovenError } from "./prove/unproven.ts"
import { isProvenVerdict } from "../../core/release/state.ts"

export interface RollbackInput extends Omit<DeployInput, "approve" | "only"> {
  /** Id of the release to go back to; default: the newest proven one before what stands. */
  readonly to: string | undefined
}

export interface RollbackResult {
  readonly environment: string
  readonly restored: string
  readonly verdict: Verdict
  readonly left: readonly string[]
}

/**
 * Applies a recorded release again and proves it. What is not taken back: secrets, data, migrations, caches.
 *
 * @throws AidepError `deploy/no-rollback-point`, `deploy/cannot-restore` before anything is changed; those of
 * `applyChanges`; `deploy/not-live`.
 */
export async function rollback(input: RollbackInput, context: Context): Promise<RollbackResult> {
  const loaded = await loadProject({ ...input, placement: "recorded" }, context)
  // Nothing else matters where there is nothing to go back to.
  await pointOf(input, loaded, context)
  await gateCredentials(loaded, context)
  const secrets = await gateSecrets(loaded, context)
  const sources = await serviceSources(
    loaded,
    { ...input, assumed: input.assumed ?? nothing },
    context,
  )
  return await withLock(
    { place: loaded, reason: "rollback", progress: input.progress },
    context,
    async (lock) => {
      const point = await pointOf(input, loaded, context)
      const run = await openRun(
        { loaded, secrets, sources, command: "rollback", lock },
        input,
        context,
      )
      const { restored, verdict, left } = await restore({ run, point, input }, context)
      await run.journal.end(verdict.status)
      if (!isProvenVerdict(verdict.status)) throw unprovenError(verdict)
      return { environment: loaded.project.environment, restored, verdict, left }
    },
  )
}

/** A rollback deploys recorded code: the commit at hand does not matter. */
const nothing = { commit: "", repository: undefined, treeOf: async () => undefined }

async function pointOf(
  { to }: RollbackInput,
  loaded: LoadedProject,
  context: Context,
): Promise<Release> {
  const state = await readState(loaded, context)
  const able = state.releases.filter(({ parts }) => parts.length > 0)
  const found =
    to === undefined
      ? rollbackPoint(state, { before: standingRelease(state.releases) })
      : able.find(({ id }) => id === to)
  if (found !== undefined) return found
  const known = able.map(({ id }) => id)
  throw new AidepError(
    problem(noRollbackPoint, { known, ...(to === undefined ? {} : { wanted: to }) }),
  )
}

/** What the newest release brought back stands, where it brought one back. */
function standingRelease(releases: readonly Release[]): string {
  const last = releases.at(-1)
  return last?.restores ?? last?.id ?? ""
}
