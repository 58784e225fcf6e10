import { edgeKinds } from "aidep/provider"

/** Kinds of objects that aidep makes on Cloudflare for the edge. */
export const kinds = {
  verification: edgeKinds.verification,
  ruleset: "ruleset",
  record: edgeKinds.record,
  workerDomain: "worker-domain",
} as const

export type EdgeKind = (typeof kinds)[keyof typeof kinds]

export function isEdgeKind(kind: string): kind is EdgeKind {
  return Object.values<string>(kinds).includes(kind)
}
