import { edgeKinds, type ObservedResource, type RemoveOutcome } from "aidep/provider"
import { kinds } from "../resources.ts"
import { change, nothing, orMissing, type RenderScope } from "./api/render-api.ts"
import { storePlaces, storeTypeOf } from "./api/store-calls.ts"
import { removeDomain } from "./domain/origin-domain.ts"
import { removeEnvironment } from "./environment.ts"

/** What is gone already counts as removed. A service takes its disk with it, and a domain its certificate. */
export async function remove(
  observed: ObservedResource,
  scope: RenderScope,
): Promise<RemoveOutcome> {
  const { id, kind } = observed
  if (kind === kinds.environment) return await removeEnvironment(id, scope)
  if (kind === edgeKinds.originDomain) return await removeDomain(observed, scope)
  if (kind === edgeKinds.certificate) return { status: "removed" }
  const type = storeTypeOf(id)
  const { call, path } =
    type === undefined ? { call: "Service", path: "/services" } : storePlaces[type]
  const outcome = orMissing(
    await change(
      {
        operation: `delete${call}`,
        method: "DELETE",
        path: `${path}/${id}`,
        answer: nothing,
        idempotent: true,
      },
      scope,
    ),
  )
  return outcome.status === "failed" ? outcome : { status: "removed" }
}
