import { edgeKinds, type ObservedResource, type RemoveOutcome } from "aidep/provider"
import { kinds } from "../resources.ts"
import { deleteServiceDocument } from "./api/documents.ts"
import { ask, type RailwayScope } from "./api/railway-api.ts"
import { orMissing, readEnvironment } from "./api/read.ts"
import { removeBucket } from "./bucket/bucket.ts"
import { removeDomain } from "./domain/origin-domain.ts"
import { removeEnvironment } from "./environment.ts"

/** A service goes with its volume, and a certificate with its domain. What is gone already counts as removed. */
export async function remove(
  observed: ObservedResource,
  scope: RailwayScope,
): Promise<RemoveOutcome> {
  const { id, kind } = observed
  if (kind === edgeKinds.originDomain) return await removeDomain(observed, scope)
  if (kind === edgeKinds.certificate) return { status: "removed" }
  if (kind === kinds.environment) return await removeEnvironment(scope)
  if (kind === kinds.bucket) return await removeBucket(id, scope)
  const environment = await readEnvironment(scope)
  if (environment.status === "failed") return environment
  const volumes = environment.value?.volumeInstances ?? []
  const volume = volumes.find(({ serviceId }) => serviceId === id)
  const input = { id, volumeId: volume?.volumeId ?? "", withVolume: volume !== undefined }
  const outcome = orMissing(await ask(deleteServiceDocument, input, scope))
  return outcome.status === "failed" ? outcome : { status: "removed" }
}
