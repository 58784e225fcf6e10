import { type Change, isPendingChange } from "../../core/plan/changes.ts"
import { inWaves } from "../../core/plan/order.ts"
import type { DesiredResource, Outputs } from "../../core/plan/resource.ts"
import type { Project } from "../../core/project/project.ts"
import { variableValues } from "../../core/release/variable-values.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { stepFailed } from "../../errors/catalogue/deploy.ts"
import type { ApplyOutcome, RemoteScope } from "../../provider/provider.ts"
import type { Driver } from "./drivers.ts"

export interface ApplyInput {
  readonly changes: readonly Change[]
  readonly project: Project
  readonly drivers: readonly Driver[]
  readonly scope: RemoteScope
  readonly secret: (name: string) => string | undefined
  readonly token: (service: string) => string
}

/** Outputs of everything that stands, by owner. */
export type OutputsByOwner = ReadonlyMap<string, Outputs>

/**
 * Carries the changes out in the order of dependencies, independent ones side by side; removals come last.
 *
 * @throws AidepError `deploy/step-failed` with the last lines of the log in its details.
 */
export async function applyChanges(input: ApplyInput): Promise<OutputsByOwner> {
  const outputs = new Map<string, Outputs>()
  const standing = input.changes.filter((change) => change.type !== "remove")
  const waves = inWaves(
    standing.map((change) => ({
      name: change.desired.address,
      dependsOn: change.desired.dependsOn,
      change,
    })),
  )
  for (const wave of waves) {
    const outcomes = await Promise.all(
      wave.map(async ({ change }) => ({ change, outcome: await applyOne(change, outputs, input) })),
    )
    for (const { change, outcome } of outcomes)
      if (outcome.status === "applied") outputs.set(change.desired.owner, outcome.outputs)
    const failed = outcomes.find(({ outcome }) => outcome.status === "failed")
    if (failed?.outcome.status === "failed")
      throw failure(failed.change.desired, failed.outcome, [...outputs.keys()])
  }
  await removeAll(input)
  return outputs
}

async function applyOne(
  change: Exclude<Change, { type: "remove" }>,
  outputs: OutputsByOwner,
  { drivers, project, scope, secret, token }: ApplyInput,
): Promise<ApplyOutcome> {
  if (change.type === "none") return { status: "applied", outputs: change.observed.outputs }
  const { desired } = change
  const remote = drivers.find(({ platform }) => platform === desired.provider)?.remote
  if (remote === undefined) throw new TypeError(`no driver for ${desired.provider}`)
  const service = project.services.find(({ name }) => name === desired.owner)
  const sources = {
    secret,
    token,
    outputs: (owner: string) => outputs.get(owner),
    deploymentId: desired.deploymentId ?? "",
  }
  const variables = service === undefined ? {} : variableValues(service, sources)
  scope.progress(desired.owner, change.type === "create" ? "Starting" : `Updating: ${change.why}`)
  return change.type === "create"
    ? await remote.create({ desired, variables }, scope)
    : await remote.update({ desired, variables, observed: change.observed }, scope)
}

function failure(
  { owner }: DesiredResource,
  outcome: Extract<ApplyOutcome, { status: "failed" }>,
  standing: readonly string[],
): AidepError {
  const { message, hint, code } = outcome.problem
  const step = problem(stepFailed, { item: owner, reason: message, standing })
  return new AidepError({
    ...step,
    hint: `${hint} ${step.hint}`,
    details: { item: owner, cause: code, log: outcome.log, standing },
  })
}

async function removeAll({ changes, drivers, scope }: ApplyInput): Promise<void> {
  for (const change of changes.filter(isPendingChange)) {
    if (change.type !== "remove") continue
    const { owner, provider } = change.observed
    scope.progress(owner, "Removing")
    const remote = drivers.find(({ platform }) => platform === provider)?.remote
    const outcome = await remote?.remove(change.observed, scope)
    if (outcome?.status === "failed") throw new AidepError(outcome.problem)
  }
}
