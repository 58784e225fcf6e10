import type { ObservedResource, RemoveOutcome } from "aidep/provider"
import { kinds } from "../resources.ts"
import { change, nothing, orMissing, type RenderScope } from "./api/render-api.ts"
import { storePlaces, storeTypeOf } from "./api/store-calls.ts"
import { removeEnvironment } from "./environment.ts"

/** What is gone already counts as removed. A service takes its disk with it. */
export async function remove(
  { id, kind }: ObservedResource,
  scope: RenderScope,
): Promise<RemoveOutcome> {
  if (kind === kinds.environment) return await removeEnvironment(id, scope)
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
