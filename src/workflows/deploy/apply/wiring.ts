import type { DesiredResource, Outputs } from "../../../core/plan/resource.ts"
import { canonicalText, wiredDeploymentId } from "../../../core/release/deployment-id.ts"
import { withReferencedValues } from "../../../core/plan/references.ts"
import { fingerprint } from "../../../core/release/fingerprint.ts"

/** Outputs of everything that stands, by owner and by address. */
export type KnownOutputs = ReadonlyMap<string, Outputs>

/**
 * Fills in what other resources tell, and makes the addresses that a service is given a part of its deployment id, since
 * it runs with them.
 */
export type Wire = (resource: DesiredResource, outputs: KnownOutputs) => DesiredResource

/** The `resources` are those of the whole project, with ids that know of no address yet. */
export function wiring(resources: readonly DesiredResource[], secretKey: string): Wire {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]))
  return (resource, outputs) => {
    const id = byAddress.get(resource.address)?.deploymentId
    if (id === undefined) return withReferencedValues(resource, outputs)
    const owners = resource.dependsOn.flatMap((address) => byAddress.get(address)?.owner ?? [])
    const given = Object.fromEntries(
      owners.map((name) => [
        name,
        fingerprint(secretKey, { name, value: canonicalText(outputs.get(name) ?? {}) }),
      ]),
    )
    return { ...resource, deploymentId: wiredDeploymentId(id, given) }
  }
}
