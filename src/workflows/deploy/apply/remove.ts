import { inWaves } from "../../../core/plan/order.ts"
import { type ObservedResource, projectOwner } from "../../../core/plan/resource.ts"
import type { Project } from "../../../core/project/project.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { notRemoved } from "../../../errors/catalogue/deploy.ts"
import type { RemoteScope } from "../../../provider/remote.ts"
import { type Driver, driverOf } from "../drivers.ts"
import type { Journal } from "../state/journal.ts"
import type { StepEvent } from "./apply-step.ts"
import { refuseInterrupted } from "./interrupted.ts"

interface Removing {
  readonly progress?: RemoteScope["progress"]
  readonly signal?: AbortSignal
  readonly journal: Journal
  readonly report?: ((event: StepEvent) => void) | undefined
}

/**
 * Removes resources one after the other and answers with their owners.
 *
 * @throws AidepError `deploy/not-removed`, `deploy/interrupted`.
 */
export async function removeResources(
  resources: readonly ObservedResource[],
  drivers: readonly Driver[],
  { progress, signal, journal, report }: Removing,
): Promise<readonly string[]> {
  const removed: string[] = []
  for (const [index, resource] of resources.entries()) {
    const standing = resources.slice(index).map(({ owner }) => owner)
    refuseInterrupted(signal, standing)
    progress?.(resource.owner, "Removing")
    const { remote, scope } = driverOf(resource, drivers)
    const { address, owner, provider } = resource
    const step = { address, owner, provider, change: "remove" } as const
    report?.({ ...step, status: "started" })
    await journal.intent(step)
    const outcome = await remote.remove(resource, scope)
    await journal.outcome(step, { status: outcome.status })
    report?.({ ...step, status: outcome.status })
    if (outcome.status === "failed") {
      const { message: reason, code: cause } = outcome.problem
      const failed = problem(notRemoved, { item: resource.owner, reason, removed, standing })
      throw new AidepError({
        ...failed,
        details: { item: resource.owner, cause, removed, standing },
      })
    }
    removed.push(resource.owner)
  }
  return removed
}

/** Whoever depends on others goes before them; what the manifest does not have, and may depend on anything, first. */
export function dependentsFirst(
  resources: readonly ObservedResource[],
  { services }: Project,
): readonly ObservedResource[] {
  const needs = new Map(services.map(({ name, dependsOn }) => [name, dependsOn]))
  const known = new Set([...needs.keys(), ...[...needs.values()].flat()])
  const [shared, owned] = [
    resources.filter(({ owner }) => owner === projectOwner),
    resources.filter(({ owner }) => owner !== projectOwner),
  ]
  const nodes = owned.map((resource) => ({
    name: resource.owner,
    dependsOn: needs.get(resource.owner) ?? [],
    resource,
  }))
  const unknown = nodes.filter(({ name }) => !known.has(name))
  const ordered = inWaves(nodes.filter(({ name }) => known.has(name)))
  const dependents = [...ordered.flat(), ...unknown].toReversed().map(({ resource }) => resource)
  return [...dependents, ...shared.toReversed()]
}
