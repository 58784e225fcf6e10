import {
  type ApplyOutcome,
  type ObservedResource,
  problem,
  type ResourceWork,
} from "aidep/provider"
import { bucketByHand } from "../errors/deploy.ts"
import { kinds } from "../resources.ts"
import type { RailwayScope } from "./api/railway-api.ts"
import { createEnvironment } from "./environment.ts"
import { createService, updateService } from "./service/apply.ts"

export async function create(work: ResourceWork, scope: RailwayScope): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.environment:
      return await createEnvironment(scope)
    case kinds.bucket: {
      const fault = problem(bucketByHand, { resource: work.desired.owner })
      return { status: "failed", problem: fault, log: [] }
    }
    default:
      return await createService(work, scope)
  }
}

export async function update(
  work: ResourceWork & { readonly observed: ObservedResource },
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  return work.desired.kind === kinds.environment
    ? { status: "applied", id: work.observed.id, outputs: {} }
    : await updateService(work, scope)
}
