import type { SimulatedObject } from "aidep/provider"
import type { Account } from "../account.ts"

/** Scripts and buckets, as somebody would call them. Versions are a script's history and no objects of their own. */
export function workerInventory({ buckets, workers }: Account): readonly SimulatedObject[] {
  return [
    ...Object.keys(workers.scripts).map((name) => ({ kind: "worker", name, id: name })),
    ...Object.keys(buckets.standing).map((name) => ({ kind: "bucket", name, id: name })),
  ]
}
