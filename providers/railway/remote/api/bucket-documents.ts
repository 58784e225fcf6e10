import * as z from "zod"
import { named, nodes } from "./parts.ts"
import type { Document } from "./railway-api.ts"

/** A bucket is one of the whole project; whether it is in an environment, and where, is that one's configuration. */
export const bucketsDocument = {
  name: "buckets",
  text: `query buckets($projectId: String!) {
  project(id: $projectId) { buckets(first: 500) { edges { node { id name } } } }
}`,
  effect: "read",
  idempotent: true,
  answer: z.object({ project: z.object({ buckets: nodes(named) }) }),
} satisfies Document<unknown>

/** Where it is reached. The keys, which stand beside that, are not asked for. */
export const bucketAddressDocument = {
  name: "bucketAddress",
  text: `query bucketAddress($bucketId: String!, $environmentId: String!, $projectId: String!) {
  bucketS3Credentials(
    bucketId: $bucketId, environmentId: $environmentId, projectId: $projectId
  ) { endpoint bucketName }
}`,
  effect: "read",
  idempotent: true,
  answer: z.object({
    bucketS3Credentials: z.array(z.object({ endpoint: z.string(), bucketName: z.string() })),
  }),
} satisfies Document<unknown>

export const createBucketDocument = {
  name: "createBucket",
  text: `mutation createBucket($input: BucketCreateInput!) { bucketCreate(input: $input) { id } }`,
  effect: "change",
  idempotent: false,
  answer: z.object({ bucketCreate: z.object({ id: z.string() }) }),
} satisfies Document<unknown>

export const renameBucketDocument = {
  name: "renameBucket",
  text: `mutation renameBucket($id: String!, $input: BucketUpdateInput!) {
  bucketUpdate(id: $id, input: $input) { id }
}`,
  effect: "change",
  idempotent: true,
  answer: z.unknown(),
} satisfies Document<unknown>

/**
 * Puts a bucket into an environment, and takes it out again with all that it keeps: no call of its own does either.
 * Source: the command "railway bucket" of Railway's command line, https://github.com/railwayapp/cli (2026-08-21).
 */
export const patchBucketsDocument = {
  name: "patchBuckets",
  text: `mutation patchBuckets($environmentId: String!, $patch: EnvironmentConfig!) {
  environmentPatchCommit(environmentId: $environmentId, patch: $patch)
}`,
  effect: "change",
  idempotent: true,
  answer: z.unknown(),
} satisfies Document<unknown>
