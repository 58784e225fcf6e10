import {
  type ApplyOutcome,
  edgeKinds,
  notApplied,
  type ObservedResource,
  type ResourceWork,
} from "aidep/provider"
import { kinds } from "../resources.ts"
import type { RenderScope } from "./api/render-api.ts"
import { createCertificate } from "./domain/certificate.ts"
import { createDomain, updateDomain } from "./domain/origin-domain.ts"
import { createEnvironment } from "./environment.ts"
import { moveHere } from "./move.ts"
import { createService } from "./service/create.ts"
import { updateService } from "./service/update.ts"
import { createStore, updateStore } from "./store.ts"

export async function create(work: ResourceWork, scope: RenderScope): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.environment:
      return await createEnvironment(scope)
    case kinds.store:
      return await createStore(work, scope)
    case edgeKinds.originDomain:
      return await createDomain(work, scope)
    case edgeKinds.certificate:
      return createCertificate(work)
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
    case edgeKinds.originDomain:
      return await updateDomain(work, scope)
    case edgeKinds.certificate:
      return createCertificate(work)
    default: {
      const moved = await moveHere(work.observed, scope)
      if (moved.status === "failed") return notApplied(moved)
      return work.desired.kind === kinds.store
        ? await updateStore(work.observed.id, work, scope)
        : await updateService(work, scope)
    }
  }
}
