import { type Change, type Comparison, planChanges } from "../../core/plan/changes.ts"
import { type Plan, planOf } from "../../core/plan/plan.ts"
import {
  type DesiredResource,
  type ObservedResource,
  projectOwner,
} from "../../core/plan/resource.ts"
import type { Rollout } from "../../core/project/project.ts"
import { fingerprint } from "../../core/release/fingerprint.ts"
import type { LoadedProject } from "../load-project.ts"
import { type KnownOutputs, type Wire, wiring } from "./apply/wiring.ts"
import { desiredResources, type SecretSource } from "./desired.ts"
import { type Driver, observeAll } from "./drivers.ts"
import { plannedRollout } from "./rollout/planned-rollout.ts"
import type { SourceOfService } from "./source/service-sources.ts"
import { currentParts, type Parts, plannedVariablesOf } from "./variables.ts"

/** What is carried out, and what that takes. */
export interface DecidedChanges {
  readonly changes: readonly Change[]
  readonly observed: readonly ObservedResource[]
  readonly wire: Wire
  readonly parts: Parts
  readonly rollout: Rollout
}

/** All that a deploy decides before its first write. */
export interface PlannedDeploy extends DecidedChanges {
  readonly plan: Plan
  /** All that should stand, also where a part of it alone is looked at. */
  readonly desired: readonly DesiredResource[]
}

export interface PlanDeployInput {
  readonly loaded: LoadedProject
  readonly secrets: SecretSource
  readonly sources: ReadonlyMap<string, SourceOfService>
  readonly drivers: readonly Driver[]
  /** Services and data resources that are looked at; undefined for all. What they depend on is left as it stands. */
  readonly only?: readonly string[] | undefined
}

/** Compares what the manifest says with what stands. Changes nothing. */
export async function planDeploy(input: PlanDeployInput): Promise<PlannedDeploy> {
  const { loaded, secrets, sources, drivers, only } = input
  const all = desiredResources(loaded, secrets, sources)
  const wire = wiring(all, secrets.key)
  const standing = await observeAll(drivers)
  const parts = currentParts(loaded, sources)
  const addresses = outputsOf(standing)
  const wired = all.map((resource) => wire(resource, addresses))
  const isMeant = meantBy(only, wired)
  const desired = wired.filter(isMeant)
  const observed = standing.filter(isMeant)
  const compared = comparison({ loaded, secrets, parts, outputs: addresses })
  const changes = planChanges(desired, observed, compared)
  const { rollout } = loaded.project
  const plan = planOf({
    environment: loaded.project.environment,
    desired,
    observed,
    changes,
    rolloutOf: (change) => plannedRollout(change, rollout, drivers),
    fingerprint: compared.fingerprint,
  })
  return { plan, changes, desired: all, observed: standing, wire, parts, rollout }
}

type Placed = Pick<DesiredResource, "owner" | "provider" | "address">

/** What a deploy is limited to, and the places on its platforms in which that stands. */
function meantBy(
  only: readonly string[] | undefined,
  desired: readonly DesiredResource[],
): (resource: Placed) => boolean {
  if (only === undefined) return () => true
  const named = desired.filter(({ owner }) => only.includes(owner))
  const needed = new Set(
    named.flatMap(({ provider, dependsOn }) =>
      dependsOn.map((address) => `${provider} ${address}`),
    ),
  )
  return ({ owner, provider, address }) =>
    only.includes(owner) || (owner === projectOwner && needed.has(`${provider} ${address}`))
}

export interface ComparisonInput {
  readonly loaded: LoadedProject
  readonly secrets: SecretSource
  readonly parts: Parts
  readonly outputs: KnownOutputs
}

export function comparison(input: ComparisonInput): Comparison {
  const { key } = input.secrets
  return {
    variables: (owner) => plannedVariablesOf(owner, input),
    source: (owner) => input.parts.get(owner)?.source,
    fingerprint: (name, value) => fingerprint(key, { name, value }),
  }
}

/** Of what stands and works. */
export function outputsOf(observed: readonly ObservedResource[]): KnownOutputs {
  return new Map(
    observed.flatMap(({ owner, address, outputs }) => [
      [owner, outputs],
      [address, outputs],
    ]),
  )
}
