import { type ApiOutcome, gather, type ObservedResource, resourceAddress } from "aidep/provider"
import { partOf } from "../../../_shared/remote/built-name.ts"
import { adoptedAddress, ownerIn } from "../../../_shared/remote/ownership.ts"
import { platformId } from "../../options.ts"
import { kinds } from "../../resources.ts"
import { bucketsDocument } from "../api/bucket-documents.ts"
import type { EnvironmentAnswer } from "../api/documents.ts"
import { ask, type RailwayScope } from "../api/railway-api.ts"
import { bucketOutputs } from "./bucket.ts"

/**
 * Buckets of the environment that have a built name: they have neither labels nor variables. No call without any bucket,
 * else one for their names and one for the address of each of ours.
 */
export async function observeBuckets(
  environment: EnvironmentAnswer,
  scope: RailwayScope,
): Promise<ApiOutcome<readonly ObservedResource[]>> {
  const { config, projectId } = environment
  const standing = Object.entries(config.buckets ?? {}).filter(
    ([, bucket]) => bucket !== null && bucket.isDeleted !== true,
  )
  if (standing.length === 0) return { status: "done", value: [] }
  const named = await ask(bucketsDocument, { projectId }, scope)
  if (named.status === "failed") return named
  const names = new Map(named.value.project.buckets.map(({ id, name }) => [id, name]))
  const found = await Promise.all(
    standing.map(async ([id, bucket]): Promise<ApiOutcome<readonly ObservedResource[]>> => {
      const name = names.get(id) ?? ""
      const address = adoptedAddress(id, scope) ?? builtAddress(name, scope)
      if (address === undefined) return { status: "done", value: [] }
      const outputs = await bucketOutputs(id, environment, scope)
      if (outputs.status === "failed") return outputs
      const observed: ObservedResource = {
        address,
        kind: kinds.bucket,
        provider: platformId,
        owner: ownerIn(address),
        id,
        observed: { name, region: bucket?.region ?? null },
        holdsData: true,
        deploymentId: undefined,
        state: outputs.value === undefined ? "starting" : "running",
        about: outputs.value === undefined ? "It has no address yet." : "It stands.",
        outputs: outputs.value ?? {},
      }
      return { status: "done", value: [observed] }
    }),
  )
  const all = gather(found)
  return all.status === "failed" ? all : { status: "done", value: all.value.flat() }
}

function builtAddress(name: string, scope: RailwayScope): string | undefined {
  const owner = partOf(name, scope)
  return owner === undefined
    ? undefined
    : resourceAddress(scope.environment, { owner, kind: kinds.bucket, name: owner })
}
