import { createHash } from "node:crypto"
import type { Http, HttpOutcome, HttpRequest } from "../../ports/http.ts"
import type {
  Expected,
  StateStoreOptions,
  StoredText,
  StoreFailure,
  StoreOutcome,
} from "../../ports/state-store.ts"

export type S3Options = Extract<StateStoreOptions, { readonly store: "s3" }>

/** Objects of a bucket by name. */
export interface Objects {
  readonly get: (name: string) => Promise<StoredText>
  /** An answer that was lost and a write that was refused because it was done already count as written. */
  readonly put: (name: string, text: string, expected: Expected) => Promise<StoreOutcome>
  /** Names that begin with the prefix, sorted. */
  readonly list: (prefix: string) => Promise<Listed>
  /** Nothing happens where nothing stands. What cannot be removed stays. */
  readonly remove: (name: string) => Promise<void>
}

export type Listed = { readonly status: "read"; readonly names: readonly string[] } | StoreFailure

const timeoutMs = 20_000

/**
 * Objects behind the S3 protocol, with conditional writes: `If-Match` and `If-None-Match` of PutObject. Amazon has them
 * since 2024-11, R2 and MinIO too (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html,
 * https://developers.cloudflare.com/r2/api/s3/conditional-operations/, both read on 2026-11-21).
 */
export function s3Objects(options: S3Options, http: Http): Objects {
  const send = async (request: ObjectRequest) => await http.send(await signed(request, options))
  const get = async (name: string): Promise<StoredText> => {
    const outcome = await send({ method: "GET", path: name })
    if (outcome.status !== "answered") return failed(outcome)
    if (outcome.statusCode === notFound && !/NoSuchBucket/.test(outcome.body))
      return { status: "missing" }
    if (outcome.statusCode !== ok) return failed(outcome)
    return { status: "read", text: outcome.body, version: outcome.headers["etag"] ?? "" }
  }
  return {
    get,
    put: async (name, text, expected) => {
      const outcome = await send({ method: "PUT", path: name, body: text, expected })
      if (outcome.status !== "answered") return failed(outcome)
      if (outcome.statusCode === ok)
        return { status: "written", version: outcome.headers["etag"] ?? "" }
      const isGone = outcome.statusCode === notFound && /NoSuchKey/.test(outcome.body)
      if (!isGone && !conflicts.includes(outcome.statusCode)) return failed(outcome)
      const stored = await get(name)
      if (stored.status === "failed") return stored
      return stored.status === "read" && stored.text === text
        ? { status: "written", version: stored.version }
        : { status: "conflict" }
    },
    list: async (prefix) => {
      const names: string[] = []
      for (let token: string | undefined = ""; token !== undefined;) {
        const more: Readonly<Record<string, string>> =
          token === "" ? {} : { "continuation-token": token }
        const query = { "list-type": "2", prefix: `${options.prefix}${prefix}`, ...more }
        const outcome = await send({ method: "GET", path: undefined, query })
        if (outcome.status !== "answered" || outcome.statusCode !== ok) return failed(outcome)
        // Names are our own and hold no character that XML writes in another way.
        const page = [...outcome.body.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => key)
        names.push(...page.map((key) => key.slice(options.prefix.length)))
        token = /<NextContinuationToken>([^<]+)</.exec(outcome.body)?.[1]
      }
      return { status: "read", names: names.toSorted() }
    },
    remove: async (name) => void (await send({ method: "DELETE", path: name })),
  }
}

const ok = 200
const notFound = 404
/** 409: somebody else wrote at the same moment. */
const conflicts = [409, 412]

interface ObjectRequest {
  readonly method: "GET" | "PUT" | "DELETE"
  /** Undefined for the bucket itself. */
  readonly path: string | undefined
  readonly query?: Readonly<Record<string, string>>
  readonly body?: string
  readonly expected?: Expected
}

/** Repeating a request is safe: a conditional write that was done already is found again by its text. */
async function signed(
  { method, path, query = {}, body, expected }: ObjectRequest,
  options: S3Options,
): Promise<HttpRequest> {
  const { AwsV4Signer } = await import("aws4fetch")
  const url = new URL(bucketAddress(options))
  if (path !== undefined) url.pathname += `${options.prefix}${path}`
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const signer = new AwsV4Signer({
    ...options.credentials,
    method,
    url: url.href,
    service: "s3",
    region: options.region ?? defaultRegion,
    headers: {
      "x-amz-content-sha256": createHash("sha256")
        .update(body ?? "")
        .digest("hex"),
      ...condition(expected),
    },
    ...(body === undefined ? {} : { body }),
  })
  const request = await signer.sign()
  return {
    operation: `state.${method.toLowerCase()}`,
    method,
    url: request.url.href,
    headers: Object.fromEntries(request.headers),
    body,
    effect: method === "GET" ? "read" : "change",
    idempotent: true,
    timeoutMs,
  }
}

const defaultRegion = "us-east-1"

function condition(expected: Expected | undefined): Readonly<Record<string, string>> {
  if (expected === undefined) return {}
  return expected === "none" ? { "if-none-match": "*" } : { "if-match": expected.version }
}

/** With a slash at its end. Services of one's own rarely have a host name for each bucket. */
export function bucketAddress({ bucket, endpoint, region = defaultRegion }: S3Options): string {
  return endpoint === undefined
    ? `https://${bucket}.s3.${region}.amazonaws.com/`
    : `${endpoint.replace(/\/+$/, "")}/${bucket}/`
}

/** Says what the service said, by its code; never what was sent. */
function failed(outcome: HttpOutcome): StoreFailure {
  if (outcome.status === "failed")
    return { status: "failed", reason: uncapitalized(outcome.reason.replace(/\.$/, "")) }
  const code = /<Code>(\w+)<\/Code>/.exec(outcome.body)?.[1]
  const told = code === undefined ? "" : ` (${code})`
  return { status: "failed", reason: `the store answered with status ${outcome.statusCode}${told}` }
}

function uncapitalized(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
}
