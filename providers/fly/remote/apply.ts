import type { ApplyOutcome, ObservedResource, ResourceWork } from "aidep/provider"
import { kinds } from "../resources.ts"
import type { FlyScope } from "./api/fly-api.ts"
import { createApp, updateApp } from "./app/apply-app.ts"
import { expectCertificate } from "./domain/certificate.ts"
import { bringDomain } from "./domain/origin-domain.ts"

export async function create(work: ResourceWork, scope: FlyScope): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.originDomain:
      return await bringDomain(work, scope)
    case kinds.certificate:
      return expectCertificate(work)
    default:
      return await createApp(work, scope)
  }
}

export async function update(
  work: ResourceWork & { readonly observed: ObservedResource },
  scope: FlyScope,
): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.originDomain:
    case kinds.certificate:
      return await create(work, scope)
    default:
      return await updateApp(
        work,
        scope,
        scope.known.get(work.desired.address) === work.observed.id,
      )
  }
}
