import type { ApplyOutcome, ObservedResource, ResourceWork } from "aidep/provider"
import { kinds } from "../resources.ts"
import type { RenderScope } from "./api/render-api.ts"
import { createEnvironment } from "./environment.ts"
import { createService } from "./service/create.ts"
import { updateService } from "./service/update.ts"
import { createStore, updateStore } from "./store.ts"

export async function create(work: ResourceWork, scope: RenderScope): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.environment:
      return await createEnvironment(scope)
    case kinds.store:
      return await createStore(work, scope)
    default:
      return await createService(work, scope)
  }
}

export async function update(
  work: ResourceWork & { readonly observed: ObservedResource },
  scope: RenderScope,
): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.environment:
      return { status: "applied", id: work.observed.id, outputs: {} }
    case kinds.store:
      return await updateStore(work.observed.id, work, scope)
    default:
      return await updateService(work, scope)
  }
}
