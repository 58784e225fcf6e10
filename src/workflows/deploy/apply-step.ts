import { type Change, compareResource, type StandingChange } from "../../core/plan/changes.ts"
import type { Project } from "../../core/project/project.ts"
import { variableValues } from "../../core/release/variable-values.ts"
import type { ApplyOutcome, RemoteScope } from "../../provider/provider.ts"
import { type Driver, driverOf } from "./drivers.ts"
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

export interface AppliedStep {
  readonly change: StandingChange
  /** Of the process, secrets included. */
  readonly variables: Readonly<Record<string, string>>
  readonly outcome: ApplyOutcome
}

/** The change, now that the addresses of everything it depends on are known. */
export function settle(
  change: StandingChange,
  outputs: OutputsByOwner,
  { wire }: ApplyInput,
): StandingChange {
  const desired = wire(change.desired, outputs)
  return change.type === "create"
    ? { type: "create", desired }
    : compareResource(desired, change.observed)
}

/** Carries one change out; what stays as it is passes on the outputs that it has. */
export async function applyOne(
  change: StandingChange,
  outputs: OutputsByOwner,
  input: ApplyInput,
): Promise<AppliedStep> {
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
