import {
  type ApplyOutcome,
  edgeKinds,
  type ObservedResource,
  type ResourceWork,
} from "aidep/provider"
import { kinds } from "../resources.ts"
import type { RailwayScope } from "./api/railway-api.ts"
import { createBucket, renameBucket } from "./bucket/bucket.ts"
import { createCertificate } from "./domain/certificate.ts"
import { createDomain, updateDomain } from "./domain/origin-domain.ts"
import { createEnvironment } from "./environment.ts"
import { createService, updateService } from "./service/apply.ts"

export async function create(work: ResourceWork, scope: RailwayScope): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.environment:
      return await createEnvironment(scope)
    case kinds.bucket:
      return await createBucket(work, scope)
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
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.environment:
      return { status: "applied", id: work.observed.id, outputs: {} }
    case kinds.bucket:
      return await renameBucket(work, scope)
    case edgeKinds.originDomain:
      return await updateDomain(work, scope)
    case edgeKinds.certificate:
      return createCertificate(work)
    default:
      return await updateService(work, scope)
  }
}
