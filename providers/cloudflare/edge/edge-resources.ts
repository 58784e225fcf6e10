import { type DesiredResource, edgeOwner } from "aidep/provider"
import { platformId } from "../options.ts"
import type { EdgeSpec } from "./edge-spec.ts"
import { type EdgeKind, kinds } from "./kinds.ts"

/** What cannot be changed on what stands. */
const immutable: Readonly<Record<EdgeKind, readonly string[]>> = {
  [kinds.verification]: ["zone"],
  [kinds.ruleset]: ["zone", "phase"],
  [kinds.record]: ["zone", "type"],
  [kinds.workerDomain]: ["zone", "service"],
}

export function edgeResources(edge: EdgeSpec | undefined): readonly DesiredResource[] {
  const resources = edge?.resources ?? []
  return resources.map(({ address, dependsOn, desired, kind }) => ({
    address,
    kind,
    provider: platformId,
    owner: edgeOwner,
    desired: { ...desired },
    deploymentId: undefined,
    dependsOn,
    immutable: immutable[kind],
  }))
}
