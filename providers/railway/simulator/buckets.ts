import * as z from "zod"
import { type Account, type Bucket, idFor, keep, without } from "./account.ts"
import type { Changed } from "./instances.ts"

/** Assumption: how long until a bucket in an environment has an address. */
const readyMs = 8000
const regions = ["sjc", "iad", "ams", "sin"] as const

export interface BucketInput {
  readonly name?: string
  readonly projectId: string
}

/** Nothing says that two buckets of a project cannot have one name. */
export function createBucket(
  account: Account,
  { name = "bucket", projectId }: BucketInput,
): Changed<Bucket> {
  if (account.projects[projectId] === undefined) throw new Error("Project not found")
  const value: Bucket = { id: idFor(account.made), name, projectId, places: {} }
  const buckets = { ...account.buckets, [value.id]: value }
  return { account: { ...account, made: account.made + 1, buckets }, value }
}

export function renameBucket(account: Account, id: string, name: string): Changed<Bucket> {
  const value = { ...requireBucket(account, id), name }
  return { account: { ...account, buckets: { ...account.buckets, [id]: value } }, value }
}

const patch = z.strictObject({
  buckets: z.record(
    z.string(),
    z.strictObject({
      region: z.enum(regions).optional(),
      isCreated: z.boolean().optional(),
      isDeleted: z.boolean().optional(),
    }),
  ),
})

/** As much of a patch as is about buckets. One that no environment has any more is gone. */
export function patchBuckets(
  account: Account,
  { environmentId, patch: sent }: { readonly environmentId: string; readonly patch: unknown },
  nowMs: number,
): Changed<string> {
  if (account.environments[environmentId] === undefined) throw new Error("Environment not found")
  const parsed = patch.safeParse(sent)
  if (!parsed.success) throw new Error(`Invalid environment config: ${parsed.error.message}`)
  const next = Object.entries(parsed.data.buckets).reduce((before, [id, change]) => {
    const bucket = requireBucket(before, id)
    const place = bucket.places[environmentId]
    if (change.isDeleted === true) {
      const places = without(bucket.places, environmentId)
      const isLast = Object.keys(places).length === 0
      const buckets = isLast
        ? keep(before.buckets, (one) => one.id !== id)
        : { ...before.buckets, [id]: { ...bucket, places } }
      return { ...before, buckets }
    }
    if (change.region === undefined) throw new Error("A bucket needs a region")
    if (place !== undefined && place.region !== change.region)
      throw new Error("The region of a bucket cannot be changed")
    const placed = place ?? { region: change.region, createdAtMs: nowMs }
    const changed = { ...bucket, places: { ...bucket.places, [environmentId]: placed } }
    return { ...before, buckets: { ...before.buckets, [id]: changed } }
  }, account)
  return { account: next, value: "workflow" }
}

function requireBucket({ buckets }: Account, id: string): Bucket {
  const found = buckets[id]
  if (found === undefined) throw new Error("Bucket not found")
  return found
}

export interface BucketPlace {
  readonly bucketId: string
  readonly environmentId: string
}

/** None before it is ready. */
export function bucketCredentials(
  { bucketId, environmentId }: BucketPlace,
  account: Account,
  nowMs: number,
): readonly unknown[] {
  const bucket = requireBucket(account, bucketId)
  const place = bucket.places[environmentId]
  if (place === undefined || nowMs < place.createdAtMs + readyMs) return []
  const bucketName = `${bucket.name}-${bucketId.slice(-6)}`
  return [{ endpoint: "https://storage.railway.app", bucketName }]
}

/** As the configuration of an environment has them. */
export function bucketsIn(environmentId: string, { buckets }: Account): unknown {
  const inside = Object.values(buckets).flatMap(({ id, places }) => {
    const place = places[environmentId]
    return place === undefined ? [] : [[id, { region: place.region }] as const]
  })
  return Object.fromEntries(inside)
}

/** An environment takes its part of them with it. */
export function withoutEnvironment(buckets: Account["buckets"], id: string): Account["buckets"] {
  const left = Object.entries(buckets).map(
    ([key, bucket]) => [key, { ...bucket, places: without(bucket.places, id) }] as const,
  )
  return keep(Object.fromEntries(left), ({ places }) => Object.keys(places).length > 0)
}
