import type { ApplyOutcome, ObservedResource, RemoveOutcome, ResourceWork } from "aidep/provider"
import { isEdgeKind } from "../edge/kinds.ts"
import { bucketKind } from "../resources/bucket.ts"
import type { CloudflareScope } from "./api/cloudflare-api.ts"
import { createBucket, removeBucket, settleBucket, updateBucket } from "./bucket/bucket.ts"
import { edgeOutputs, putEdge, removeEdge } from "./edge/edge.ts"
import { createWorker, removeWorker, settleWorker, updateWorker } from "./worker/worker.ts"

export async function create(work: ResourceWork, scope: CloudflareScope): Promise<ApplyOutcome> {
  const { kind } = work.desired
  if (isEdgeKind(kind)) return await putEdge(kind, work, scope)
  return kind === bucketKind ? await createBucket(work, scope) : await createWorker(work, scope)
}

export async function update(
  work: ResourceWork & { readonly observed: ObservedResource },
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const { kind } = work.desired
  if (isEdgeKind(kind)) return await putEdge(kind, work, scope)
  return kind === bucketKind ? await updateBucket(work, scope) : await updateWorker(work, scope)
}

/** What of the edge Cloudflare has, it has at once; the answer to the last step told its outputs. */
export async function settle(
  work: ResourceWork & { readonly id: string },
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const { kind } = work.desired
  if (isEdgeKind(kind)) return { status: "applied", id: work.id, outputs: edgeOutputs(kind, work) }
  return kind === bucketKind ? await settleBucket(work, scope) : await settleWorker(work, scope)
}

export async function remove(
  observed: ObservedResource,
  scope: CloudflareScope,
): Promise<RemoveOutcome> {
  const { kind } = observed
  if (isEdgeKind(kind)) return await removeEdge(kind, observed, scope)
  return kind === bucketKind
    ? await removeBucket(observed, scope)
    : await removeWorker(observed, scope)
}
