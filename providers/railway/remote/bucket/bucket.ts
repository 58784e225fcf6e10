import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  makeOnce,
  notApplied,
  type Outputs,
  platformErrors,
  poll,
  problem,
  type RemoveOutcome,
  type ResourceWork,
} from "aidep/provider"
import { type BucketSettings, bucketSettings } from "../../resources/bucket-settings.ts"
import {
  bucketAddressDocument,
  bucketsDocument,
  createBucketDocument,
  renameBucketDocument,
  patchBucketsDocument,
} from "../api/bucket-documents.ts"
import type { EnvironmentAnswer } from "../api/documents.ts"
import { ask, type RailwayScope } from "../api/railway-api.ts"
import { orMissing, requireEnvironment } from "../api/read.ts"

const longestMinutes = 10
const pauses = { firstPauseMs: 5000, longestPauseMs: 30_000 }

type Place = Pick<EnvironmentAnswer, "id" | "projectId">

/** Makes the bucket in the project, or takes the one that has its built name, and puts it into the environment. */
export async function createBucket(work: ResourceWork, scope: RailwayScope): Promise<ApplyOutcome> {
  const settings = bucketSettings.parse(work.desired.desired)
  const environment = await requireEnvironment(scope)
  if (environment.status === "failed") return notApplied(environment)
  const { projectId } = environment.value
  const find = async () => await findBucket(settings, projectId, scope)
  const standing = await find()
  if (standing.status === "failed") return notApplied(standing)
  const make = async () => await send(settings, projectId, scope)
  const made: ApiOutcome<string> =
    standing.value === undefined
      ? await makeOnce({ make, find }, scope)
      : { status: "done", value: standing.value }
  if (made.status === "failed") return notApplied(made)
  const change = { region: settings.region, isCreated: true }
  const placed = await patch(environment.value, { [made.value]: change }, scope)
  if (placed.status === "failed") return notApplied(placed)
  return { status: "applied", id: made.value, outputs: {} }
}

/** All that can change in place. */
export async function renameBucket(
  { desired, observed: { id } }: ResourceWork & { readonly observed: { readonly id: string } },
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  const { name } = bucketSettings.parse(desired.desired)
  const outcome = await ask(renameBucketDocument, { id, input: { name } }, scope)
  return outcome.status === "failed" ? notApplied(outcome) : { status: "applied", id, outputs: {} }
}

/** Waits until it has an address: that Railway took the change says nothing of what comes of it. */
export async function settleBucket(
  { desired: { owner }, id }: ResourceWork & { readonly id: string },
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  const environment = await requireEnvironment(scope)
  if (environment.status === "failed") return notApplied(environment)
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const outputs = await bucketOutputs(id, environment.value, scope)
    if (outputs.status === "failed") return notApplied(outputs)
    return outputs.value && { status: "applied", id, outputs: outputs.value }
  }
  const outcome = await poll({ look, ...pauses, longestMs: longestMinutes * 60_000 }, scope)
  if (outcome !== undefined) return outcome
  const params = { platform: "Railway", item: owner, minutes: longestMinutes }
  return notApplied(failedWith(problem(platformErrors.settleTimeout, params)))
}

/** Out of the environment, with all that it keeps there. */
export async function removeBucket(id: string, scope: RailwayScope): Promise<RemoveOutcome> {
  const environment = await requireEnvironment(scope)
  if (environment.status === "failed") return environment
  if (environment.value.config.buckets?.[id] === undefined) return { status: "removed" }
  const outcome = await patch(environment.value, { [id]: { isDeleted: true } }, scope)
  return outcome.status === "failed" ? outcome : { status: "removed" }
}

/** `ENDPOINT/BUCKET`; undefined before it is there. */
export async function bucketOutputs(
  bucketId: string,
  { id: environmentId, projectId }: Place,
  scope: RailwayScope,
): Promise<ApiOutcome<Outputs | undefined>> {
  const place = { bucketId, environmentId, projectId }
  const outcome = orMissing(await ask(bucketAddressDocument, place, scope))
  if (outcome.status === "failed") return outcome
  const [address] = outcome.value?.bucketS3Credentials ?? []
  const value = address && {
    url: `${address.endpoint}/${address.bucketName}`,
    host: URL.parse(address.endpoint)?.hostname ?? address.endpoint,
  }
  return { status: "done", value }
}

async function findBucket(
  { name }: BucketSettings,
  projectId: string,
  scope: RailwayScope,
): Promise<ApiOutcome<string | undefined>> {
  const outcome = await ask(bucketsDocument, { projectId }, scope)
  if (outcome.status === "failed") return outcome
  const found = outcome.value.project.buckets.find((bucket) => bucket.name === name)
  return { status: "done", value: found?.id }
}

async function send(
  { name }: BucketSettings,
  projectId: string,
  scope: RailwayScope,
): Promise<ApiOutcome<string>> {
  const outcome = await ask(createBucketDocument, { input: { name, projectId } }, scope)
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value.bucketCreate.id }
}

type Patch = Readonly<
  Record<string, { readonly region?: string; isCreated?: true; isDeleted?: true } | object>
>

async function patch(
  { id: environmentId }: Place,
  buckets: Patch,
  scope: RailwayScope,
): Promise<ApiOutcome<unknown>> {
  return await ask(patchBucketsDocument, { environmentId, patch: { buckets } }, scope)
}
