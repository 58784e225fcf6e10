import type { ApiOutcome, ObservedResource } from "aidep/provider"
import { requirePlace } from "./api/place.ts"
import { change, nothing, type RenderScope } from "./api/render-api.ts"

/** Brings what was taken over into the environment of the project, where it is found without a journal too. */
export async function moveHere(
  { id, observed }: Pick<ObservedResource, "id" | "observed">,
  scope: RenderScope,
): Promise<ApiOutcome<unknown>> {
  if (observed["environment"] === scope.environment) return { status: "done", value: undefined }
  const place = await requirePlace(scope)
  if (place.status === "failed") return place
  return await change(
    {
      operation: "addResourcesToEnvironment",
      method: "POST",
      path: `/environments/${place.value.environmentId}/resources`,
      body: { resourceIds: [id] },
      answer: nothing,
      idempotent: true,
    },
    scope,
  )
}
