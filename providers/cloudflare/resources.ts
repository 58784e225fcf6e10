import type { DesiredResource, Scope, SpecsOnPlatform } from "aidep/provider"
import { edgeResources } from "./edge/edge-resources.ts"
import type { Options } from "./options.ts"
import type { CloudflareSpecs } from "./render.ts"
import { bucketResources } from "./resources/bucket.ts"
import { workerResources } from "./resources/worker.ts"

/** Buckets and Workers first, then what leads to them. */
export function cloudflareResources(
  specs: SpecsOnPlatform<CloudflareSpecs>,
  scope: Scope<Options>,
): readonly DesiredResource[] {
  return [
    ...bucketResources(specs, scope),
    ...workerResources(specs, scope),
    ...edgeResources(specs.edge),
  ]
}
