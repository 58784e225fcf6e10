import {
  type DesiredResource,
  resourceAddress,
  type Scope,
  type SpecsOnPlatform,
} from "aidep/provider"
import { type Options, platformId } from "../options.ts"
import type { CloudflareSpecs } from "../render.ts"

export const bucketKind = "bucket"

export function bucketAddress(environment: string, resource: string): string {
  return resourceAddress(environment, { owner: resource, kind: bucketKind, name: resource })
}

/** Where R2 puts a bucket is decided when it is made, and may differ from the hint: it is not compared. */
export function bucketResources(
  { resources }: SpecsOnPlatform<CloudflareSpecs>,
  { project: { environment } }: Scope<Options>,
): readonly DesiredResource[] {
  return resources.map(({ resource, desired: { name } }) => ({
    address: bucketAddress(environment, resource),
    kind: bucketKind,
    provider: platformId,
    owner: resource,
    desired: { name },
    deploymentId: undefined,
    dependsOn: [],
    immutable: ["name"],
    holdsData: true,
  }))
}
