import {
  type ApiOutcome,
  type ApplyOutcome,
  makeOnce,
  notApplied,
  type ObservedResource,
  type Outputs,
  problem,
  type RemoveOutcome,
  type ResourceWork,
} from "aidep/provider"
import * as z from "zod"
import { partOf } from "../../../_shared/remote/built-name.ts"
import { adoptedAddress, ownerIn } from "../../../_shared/remote/ownership.ts"
import { platformId } from "../../options.ts"
import { bucketAddress, bucketKind } from "../../resources/bucket.ts"
import {
  accountOf,
  change,
  type CloudflareFailure,
  type CloudflareScope,
  nothing,
  readPage,
} from "../api/cloudflare-api.ts"
import { bucketNotEmpty, r2Off } from "./errors.ts"

const settings = z.object({ name: z.string() })

/**
 * Every bucket of ours in the environment: R2 has no labels, so that a built name says whose one is. A token without
 * rights to R2 sees none, which is enough for a project without buckets; making one fails then.
 */
export async function observeBuckets(
  scope: CloudflareScope,
): Promise<ApiOutcome<readonly ObservedResource[]>> {
  const names = await bucketNames(scope)
  if (names.status === "failed") return names.statusCode === 403 ? noBuckets : names
  const value = names.value.flatMap((name) => {
    const address = addressOf(name, scope)
    return address === undefined ? [] : [observedBucket(name, address, scope)]
  })
  return { status: "done", value }
}

function observedBucket(name: string, address: string, scope: CloudflareScope): ObservedResource {
  return {
    address,
    kind: bucketKind,
    provider: platformId,
    owner: ownerIn(address),
    id: name,
    observed: { name },
    holdsData: true,
    deploymentId: undefined,
    state: "running",
    about: "It stands.",
    outputs: outputsOf(name, scope),
  }
}

/** One that has the built name already is ours: nobody else builds names like that. */
export async function createBucket(
  { desired }: ResourceWork,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const { name } = settings.parse(desired.desired)
  const find = async (): Promise<ApiOutcome<string | undefined>> => {
    const names = await bucketNames(scope)
    if (names.status === "failed") return names
    return { status: "done", value: names.value.find((other) => other === name) }
  }
  const make = async (): Promise<ApiOutcome<string>> => {
    const { bucketLocation: locationHint } = scope.options
    const made = await change(
      {
        operation: "createBucket",
        method: "POST",
        path: bucketsPath(scope),
        body: { name, ...(locationHint === undefined ? {} : { locationHint }) },
        answer: nothing,
        idempotent: false,
      },
      scope,
    )
    return made.status === "failed" ? refusedMaking(made, name) : { status: "done", value: name }
  }
  const standing = await find()
  if (standing.status === "failed") return notApplied(standing)
  if (standing.value === undefined) {
    const made = await makeOnce({ make, find }, scope)
    if (made.status === "failed") return notApplied(made)
  }
  return { status: "applied", id: name, outputs: outputsOf(name, scope) }
}

/** Nothing of a bucket is changed: its name is all there is. */
export async function updateBucket(
  { observed: { id, outputs } }: { readonly observed: ObservedResource },
  _scope: CloudflareScope,
): Promise<ApplyOutcome> {
  return { status: "applied", id, outputs }
}

/** Waits until the bucket is listed: a Worker that is bound to one that is not there is refused. */
export async function settleBucket(
  { id }: ResourceWork & { readonly id: string },
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  return { status: "applied", id, outputs: outputsOf(id, scope) }
}

/** Cloudflare removes empty buckets only. */
export async function removeBucket(
  { id: name }: ObservedResource,
  scope: CloudflareScope,
): Promise<RemoveOutcome> {
  const path = `${bucketsPath(scope)}/${encodeURIComponent(name)}`
  const outcome = await change(
    { operation: "deleteBucket", method: "DELETE", path, answer: nothing, idempotent: true },
    scope,
  )
  if (outcome.status === "done" || outcome.statusCode === 404) return { status: "removed" }
  return outcome.codes.includes(codes.notEmpty)
    ? { status: "failed", problem: problem(bucketNotEmpty, { bucket: name }) }
    : outcome
}

/** Source: https://developers.cloudflare.com/r2/api/error-codes/ (2026-11). */
const codes = { off: 10_042, taken: 10_004, notEmpty: 10_008 } as const

function refusedMaking(failure: CloudflareFailure, bucket: string): CloudflareFailure {
  if (!failure.codes.includes(codes.off)) return failure
  return { ...failure, problem: problem(r2Off, { bucket }) }
}

function addressOf(name: string, scope: CloudflareScope): string | undefined {
  const adopted = adoptedAddress(name, scope)
  if (adopted?.split("/")[2] === bucketKind) return adopted
  const part = partOf(name, scope)
  return part === undefined ? undefined : bucketAddress(scope.environment, part)
}

/** Of the environment, as far as their names tell. */
async function bucketNames(scope: CloudflareScope): Promise<ApiOutcome<readonly string[]>> {
  const known = [...scope.known].some(([address]) => address.split("/")[2] === bucketKind)
  const query = known ? {} : { name_contains: `${scope.project}-${scope.environment}-` }
  const names: string[] = []
  let cursor: string | undefined
  for (;;) {
    const page = await readPage(
      {
        operation: "listBuckets",
        path: bucketsPath(scope),
        query: { ...query, per_page: 1000, cursor },
        answer: bucketList,
      },
      scope,
    )
    if (page.status === "failed") return page.codes.includes(codes.off) ? none : page
    names.push(...page.value.result.buckets.map(({ name }) => name))
    cursor = page.value.result_info?.cursor
    if (cursor === undefined || cursor === "") return { status: "done", value: names }
  }
}

const none: ApiOutcome<readonly string[]> = { status: "done", value: [] }

const noBuckets: ApiOutcome<readonly ObservedResource[]> = { status: "done", value: [] }

const bucketList = z.object({ buckets: z.array(z.object({ name: z.string() })) })

function bucketsPath(scope: CloudflareScope): string {
  return `/accounts/${accountOf(scope)}/r2/buckets`
}

/** Address of its S3 API: who calls it needs keys of R2, which aidep does not make. A Worker has a binding instead. */
function outputsOf(name: string, scope: CloudflareScope): Outputs {
  const host = `${accountOf(scope)}.r2.cloudflarestorage.com`
  return { url: `https://${host}/${name}`, host }
}
