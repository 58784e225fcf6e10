import { inWaves } from "../../core/plan/order.ts"
import type { ObservedResource } from "../../core/plan/resource.ts"
import type { Project } from "../../core/project/project.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { notRemoved } from "../../errors/catalogue/deploy.ts"
import type { RemoteScope } from "../../provider/provider.ts"
import { type Driver, driverOf } from "./drivers.ts"
import { refuseInterrupted } from "./interrupted.ts"

/**
 * Removes resources one after the other and answers with their owners.
 *
 * @throws AidepError `deploy/not-removed`, `deploy/interrupted`.
 */
export async function removeResources(
  resources: readonly ObservedResource[],
  drivers: readonly Driver[],
  scope: RemoteScope,
): Promise<readonly string[]> {
  const removed: string[] = []
  for (const [index, resource] of resources.entries()) {
    const standing = resources.slice(index).map(({ owner }) => owner)
    refuseInterrupted(scope, standing)
    scope.progress(resource.owner, "Removing")
    const outcome = await driverOf(resource, drivers).remote.remove(resource, scope)
    if (outcome.status === "failed") {
      const { message: reason, code: cause } = outcome.problem
      const step = problem(notRemoved, { item: resource.owner, reason, removed, standing })
      throw new AidepError({ ...step, details: { item: resource.owner, cause, removed, standing } })
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
  const nodes = resources.map((resource) => ({
    name: resource.owner,
    dependsOn: needs.get(resource.owner) ?? [],
    resource,
  }))
  const known = new Set([...needs.keys(), ...[...needs.values()].flat()])
  const unknown = nodes.filter(({ name }) => !known.has(name))
  const ordered = inWaves(nodes.filter(({ name }) => known.has(name)))
  return [...ordered.flat(), ...unknown].toReversed().map(({ resource }) => resource)
}
