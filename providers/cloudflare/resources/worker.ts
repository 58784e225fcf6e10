import {
  type DesiredResource,
  resourceAddress,
  type Scope,
  type SpecsOnPlatform,
} from "aidep/provider"
import { type Options, platformId } from "../options.ts"
import type { CloudflareSpecs } from "../render.ts"
import type { WorkerSpec } from "../spec.ts"
import { bucketAddress } from "./bucket.ts"
import { workerSettingsOf } from "./worker-settings.ts"

export const workerKind = "worker"

export function workerAddress(environment: string, service: string): string {
  return resourceAddress(environment, { owner: service, kind: workerKind, name: service })
}

/** Each Worker after the buckets that it is bound to, which Cloudflare wants to know by then. */
export function workerResources(
  { services, resources }: SpecsOnPlatform<CloudflareSpecs>,
  { project: { environment } }: Scope<Options>,
): readonly DesiredResource[] {
  const buckets = new Map(
    resources.map(({ resource, desired: { name } }) => [
      name,
      bucketAddress(environment, resource),
    ]),
  )
  return services.map((spec) => workerResource(spec, { environment, buckets }))
}

interface Place {
  readonly environment: string
  /** Addresses by the bucket's name. */
  readonly buckets: ReadonlyMap<string, string>
}

function workerResource(spec: WorkerSpec, { buckets, environment }: Place): DesiredResource {
  const { config, service } = spec
  const bound = config.r2_buckets ?? []
  return {
    address: workerAddress(environment, service),
    kind: workerKind,
    provider: platformId,
    owner: service,
    desired: { ...workerSettingsOf(spec) },
    deploymentId: undefined,
    dependsOn: bound.flatMap(({ bucket_name: name }) => buckets.get(name) ?? []),
    immutable: ["name"],
  }
}
