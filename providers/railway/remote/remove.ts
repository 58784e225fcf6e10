import type { ObservedResource, RemoveOutcome } from "aidep/provider"
import { kinds } from "../resources.ts"
import { deleteServiceDocument } from "./api/documents.ts"
import { ask, type RailwayScope } from "./api/railway-api.ts"
import { orMissing, readEnvironment } from "./api/read.ts"
import { removeEnvironment } from "./environment.ts"

/** A service goes with its volume. What is gone already counts as removed. */
export async function remove(
  { id, kind }: ObservedResource,
  scope: RailwayScope,
): Promise<RemoveOutcome> {
  if (kind === kinds.environment) return await removeEnvironment(scope)
  const environment = await readEnvironment(scope)
  if (environment.status === "failed") return environment
  const volumes = environment.value?.volumeInstances ?? []
  const volume = volumes.find(({ serviceId }) => serviceId === id)
  const input = { id, volumeId: volume?.volumeId ?? "", withVolume: volume !== undefined }
  const outcome = orMissing(await ask(deleteServiceDocument, input, scope))
  return outcome.status === "failed" ? outcome : { status: "removed" }
}
