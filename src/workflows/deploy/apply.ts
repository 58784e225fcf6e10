import {
  type Change,
  compareResource,
  isPendingChange,
  type StandingChange,
} from "../../core/plan/changes.ts"
import { inWaves } from "../../core/plan/order.ts"
import type { Outputs } from "../../core/plan/resource.ts"
import type { Project } from "../../core/project/project.ts"
import { variableValues } from "../../core/release/variable-values.ts"
import type { ApplyOutcome, RemoteScope } from "../../provider/provider.ts"
import { type Driver, driverOf } from "./drivers.ts"
import { refuseInterrupted } from "./interrupted.ts"
import { removeResources } from "./remove.ts"
import { stepFailure } from "./step-failure.ts"
import type { OutputsByOwner, Wire } from "./wiring.ts"

export interface ApplyInput {
  readonly changes: readonly Change[]
  readonly project: Project
  readonly drivers: readonly Driver[]
  readonly scope: RemoteScope
  readonly secret: (name: string) => string | undefined
  readonly token: (service: string) => string
  readonly wire: Wire
}

export interface Applied {
  readonly outputs: OutputsByOwner
  /** What was done in the end, removals left out. */
  readonly changes: readonly StandingChange[]
}

/**
 * Carries the changes out in the order of dependencies, independent ones side by side; removals come last. What was
 * planned to stay as it is changes all the same when something that it calls got another address.
 *
 * @throws AidepError `deploy/step-failed` with the last lines of the log in its details; `deploy/interrupted`,
 * `deploy/not-removed`.
 */
export async function applyChanges(input: ApplyInput): Promise<Applied> {
  const { scope } = input
  const outputs = new Map<string, Outputs>()
  const planned = input.changes.filter((change) => change.type !== "remove")
  const standing = new Set(planned.flatMap(ownerThatStands))
  const done: StandingChange[] = []
  for (const wave of inWaves(planned.map(orderedChange))) {
    refuseInterrupted(scope, [...standing])
    const outcomes = await Promise.all(
      wave.map(
        async ({ change }) => await applyOne(settle(change, outputs, input), outputs, input),
      ),
    )
    for (const { change, outcome } of outcomes) {
      if (outcome.status !== "applied") continue
      outputs.set(change.desired.owner, outcome.outputs)
      standing.add(change.desired.owner)
      done.push(change)
    }
    for (const { change, variables, outcome } of outcomes) {
      if (outcome.status !== "failed") continue
      standing.delete(change.desired.owner)
      throw stepFailure({ change, variables, outcome, standing: [...standing] }, input)
    }
  }
  const removals = input.changes
    .filter(isPendingChange)
    .flatMap((change) => (change.type === "remove" ? [change.observed] : []))
  await removeResources(removals, input.drivers, scope)
  return { outputs, changes: done }
}

function orderedChange(change: StandingChange) {
  const { address, dependsOn } = change.desired
  return { name: address, dependsOn, change }
}

function ownerThatStands(change: StandingChange): readonly string[] {
  if (change.type === "create") return []
  return change.observed.state === "running" ? [change.desired.owner] : []
}

/** The change, now that the addresses of everything it depends on are known. */
function settle(
  change: StandingChange,
  outputs: OutputsByOwner,
  { wire }: ApplyInput,
): StandingChange {
  const desired = wire(change.desired, outputs)
  return change.type === "create"
    ? { type: "create", desired }
    : compareResource(desired, change.observed)
}

export interface AppliedChange {
  readonly change: StandingChange
  /** Of the process, secrets included. */
  readonly variables: Readonly<Record<string, string>>
  readonly outcome: ApplyOutcome
}

async function applyOne(
  change: StandingChange,
  outputs: OutputsByOwner,
  input: ApplyInput,
): Promise<AppliedChange> {
  if (change.type === "none") {
    const outcome = { status: "applied", outputs: change.observed.outputs } as const
    return { change, variables: {}, outcome }
  }
  const { drivers, scope } = input
  const { desired } = change
  const { remote } = driverOf(desired, drivers)
  const variables = variablesOf(change, outputs, input)
  scope.progress(desired.owner, change.type === "create" ? "Starting" : `Updating: ${change.why}`)
  const outcome =
    change.type === "create"
      ? await remote.create({ desired, variables }, scope)
      : await remote.update({ desired, variables, observed: change.observed }, scope)
  return { change, variables, outcome }
}

function variablesOf(
  { desired }: StandingChange,
  outputs: OutputsByOwner,
  { project, secret, token }: ApplyInput,
): Readonly<Record<string, string>> {
  const service = project.services.find(({ name }) => name === desired.owner)
  if (service === undefined) return {}
  return variableValues(service, {
    secret,
    token,
    outputs: (owner) => outputs.get(owner),
    deploymentId: desired.deploymentId ?? "",
  })
}
