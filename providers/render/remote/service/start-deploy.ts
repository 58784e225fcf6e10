import { type ApiOutcome, type ServiceSource, makeOnce } from "aidep/provider"
import { change, nothing, type RenderScope } from "../api/render-api.ts"
import { newestDeploy } from "../api/service-calls.ts"

interface DeployInput {
  /** Of the service. */
  readonly id: string
  /** The newest deploy so far; undefined for none. */
  readonly previous: string | undefined
  readonly source: ServiceSource | undefined
}

/** Starts a deploy of exactly the commit or image. Where the answer is lost, a new deploy is what was started. */
export async function startDeploy(
  { id, previous, source }: DeployInput,
  scope: RenderScope,
): Promise<ApiOutcome<unknown>> {
  const make = async () =>
    await change(
      {
        operation: "createDeploy",
        method: "POST",
        path: `/services/${id}/deploys`,
        body: bodyOf(source),
        answer: nothing,
        idempotent: false,
      },
      scope,
    )
  const find = async (): Promise<ApiOutcome<unknown>> => {
    const newest = await newestDeploy(id, scope)
    if (newest.status === "failed") return newest
    const started = newest.value?.id === previous ? undefined : newest.value
    return { status: "done", value: started }
  }
  return await makeOnce<unknown>({ make, find }, scope)
}

function bodyOf(source: ServiceSource | undefined) {
  switch (source?.type) {
    case "commit":
      return { commitId: source.commit }
    case "image":
      return { imageUrl: source.reference }
    case "folder":
    case undefined:
      return {}
  }
}
