import * as z from "zod"
import type { Account } from "../account.ts"
import { type Handler, ok, refuse, type Result, type Route, timeText } from "../reply.ts"
import { without } from "../table.ts"
import type { Bucket } from "./account.ts"

const bucketsPath = "/accounts/{account_id}/r2/buckets"
const bucketPath = `${bucketsPath}/{bucket_name}`

/** R2 as far as aidep uses it. A bucket whose name is taken is refused: names are the account's own. */
export const bucketRoutes: readonly Route[] = [
  { method: "GET", path: bucketsPath, handle: whereOn(listBuckets) },
  { method: "POST", path: bucketsPath, handle: whereOn(createBucket) },
  { method: "GET", path: bucketPath, handle: whereOn(readBucket) },
  { method: "DELETE", path: bucketPath, handle: whereOn(deleteBucket) },
]

/** Source: https://developers.cloudflare.com/r2/api/error-codes/ (2026-11). */
const refusals = {
  off: {
    statusCode: 403,
    code: 10_042,
    message: "Please enable R2 through the Cloudflare Dashboard.",
  },
  missing: { statusCode: 404, code: 10_006, message: "The specified bucket does not exist." },
  taken: {
    statusCode: 409,
    code: 10_004,
    message: "The bucket you tried to create already exists, and you own it.",
  },
  name: { statusCode: 400, code: 10_005, message: "The specified bucket name is not valid." },
  notEmpty: {
    statusCode: 409,
    code: 10_008,
    message: "The bucket you tried to delete is not empty.",
  },
} as const

function whereOn(handle: Handler): Handler {
  return (request, account) =>
    account.buckets.isOn ? handle(request, account) : refuse(account, refusals.off)
}

function listBuckets({ query }: Parameters<Handler>[0], account: Account): Result {
  const wanted = query.get("name_contains") ?? ""
  const rows = Object.values(account.buckets.standing).filter(({ name }) => name.includes(wanted))
  const size = Number(query.get("per_page") ?? 20)
  const start = rows.findIndex(({ name }) => name === query.get("cursor")) + 1
  const shown = rows.slice(start, start + size)
  const isMore = rows.length > start + size
  const info = { per_page: size, ...(isMore ? { cursor: shown.at(-1)?.name } : {}) }
  return ok(account, { buckets: shown.map(view) }, info)
}

/** Source: the request body of the OpenAPI document, with the hint `oc`, which came later. */
const newBucket = z.strictObject({
  name: z.string(),
  locationHint: z.enum(["apac", "eeur", "enam", "oc", "weur", "wnam"]).optional(),
  storageClass: z.enum(["Standard", "InfrequentAccess"]).optional(),
})

const validName = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/

function createBucket({ body, nowMs }: Parameters<Handler>[0], account: Account): Result {
  const parsed = newBucket.safeParse(body)
  if (!parsed.success)
    return refuse(account, { statusCode: 400, code: 10_040, message: parsed.error.message })
  const { locationHint = "enam", name } = parsed.data
  if (!validName.test(name)) return refuse(account, refusals.name)
  const { buckets } = account
  if (buckets.standing[name] !== undefined) return refuse(account, refusals.taken)
  const bucket: Bucket = { name, location: locationHint, createdAtMs: nowMs, isEmpty: true }
  const standing = { ...buckets.standing, [name]: bucket }
  return ok({ ...account, buckets: { ...buckets, standing } }, view(bucket))
}

function readBucket({ ids: [, name = ""] }: Parameters<Handler>[0], account: Account): Result {
  const bucket = account.buckets.standing[name]
  return bucket === undefined ? refuse(account, refusals.missing) : ok(account, view(bucket))
}

function deleteBucket({ ids: [, name = ""] }: Parameters<Handler>[0], account: Account): Result {
  const { buckets } = account
  const bucket = buckets.standing[name]
  if (bucket === undefined) return refuse(account, refusals.missing)
  if (!bucket.isEmpty) return refuse(account, refusals.notEmpty)
  const standing = without(buckets.standing, name)
  return ok({ ...account, buckets: { ...buckets, standing } }, {})
}

function view({ createdAtMs, location, name }: Bucket) {
  return {
    name,
    creation_date: timeText(createdAtMs),
    location,
    storage_class: "Standard",
  }
}
