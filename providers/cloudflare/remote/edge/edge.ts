import type {
  ApplyOutcome,
  ObservedResource,
  Outputs,
  RemoveOutcome,
  ResourceWork,
} from "aidep/provider"
import { type EdgeKind, kinds } from "../../edge/kinds.ts"
import { nameIn } from "../../edge/mark.ts"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import { domainOutputs } from "./host-name.ts"
import { putRecord, removeRecord } from "./record.ts"
import { putRules, removeRules } from "./ruleset.ts"
import { putVerification, removeVerification } from "./verification.ts"
import { putDomain, removeDomain } from "./worker-domain.ts"

/** Makes it, or brings what stands to what is wanted: each of them looks first, so that both are one. */
export async function putEdge(
  kind: EdgeKind,
  work: ResourceWork,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  switch (kind) {
    case kinds.verification:
      return await putVerification(work, scope)
    case kinds.ruleset:
      return await putRules(work, scope)
    case kinds.record:
      return await putRecord(work, scope)
    case kinds.workerDomain:
      return await putDomain(work, scope)
  }
}

/** What the edge tells callers once all of it stands. */
export function edgeOutputs(kind: EdgeKind, { desired }: ResourceWork): Outputs {
  const isAddress = kind === kinds.record || kind === kinds.workerDomain
  return isAddress ? domainOutputs(nameIn(desired.address)) : {}
}

export async function removeEdge(
  kind: EdgeKind,
  observed: ObservedResource,
  scope: CloudflareScope,
): Promise<RemoveOutcome> {
  switch (kind) {
    case kinds.verification:
      return await removeVerification(observed, scope)
    case kinds.ruleset:
      return await removeRules(observed, scope)
    case kinds.record:
      return await removeRecord(observed, scope)
    case kinds.workerDomain:
      return await removeDomain(observed, scope)
  }
}
