import { shortHash } from "aidep/provider"
import * as z from "zod"
import { partsOf } from "../../remote/worker/upload/form.ts"
import type { Account } from "../account.ts"
import { type Handler, ok, refuse } from "../reply.ts"
import type { Upload } from "./account.ts"
import { invalidBody } from "./refusals.ts"

/** Files that are asked for in one request. */
const groupSize = 3
const largest = 25 * 1024 * 1024

const session = z.strictObject({
  manifest: z.record(
    z.string().startsWith("/"),
    z.strictObject({
      hash: z.string().regex(/^[0-9a-f]{32}$/),
      size: z.int().min(0).max(largest),
    }),
  ),
})

/** Tells which files are missing; where none is, the token is that of the whole upload. The script need not stand yet. */
export const createSession: Handler = ({ body, ids: [, name = ""] }, account) => {
  const parsed = session.safeParse(body)
  if (!parsed.success) return refuse(account, invalidBody(parsed.error.message))
  const hashes = Object.entries(parsed.data.manifest).map(([path, { hash }]) => [path, hash])
  const manifest: Upload["manifest"] = Object.fromEntries(hashes)
  const missing = missingOf(manifest, account)
  const upload = { name, manifest, isWhole: missing.length === 0 }
  const { account: after, token } = withUpload(account, upload)
  return ok(after, { jwt: token, buckets: groupsOf(missing) })
}

/** Takes files of a session, whose token is the one that counts, and gives the token of the whole with the last. */
export const uploadFiles: Handler = ({ headers, query, text }, account) => {
  const token = (headers["authorization"] ?? "").replace(/^Bearer /, "")
  const upload = account.workers.uploads[token]
  if (upload === undefined)
    return refuse(account, { statusCode: 401, code: 10_000, message: "Authentication error" })
  const parts = partsOf(text)
  if (parts === undefined || query.get("base64") !== "true")
    return refuse(account, invalidBody("The body is no form of files in base64."))
  const wanted = Object.values(upload.manifest)
  const unasked = parts.find(({ name }) => !wanted.includes(name))
  if (unasked !== undefined)
    return refuse(account, invalidBody(`The file ${unasked.name} is not in the manifest.`))
  const types = parts.map(({ contentType, name }) => [name, contentType ?? ""])
  const files = { ...account.workers.files, ...Object.fromEntries(types) }
  const filled = { ...account, workers: { ...account.workers, files } }
  if (missingOf(upload.manifest, filled).length > 0) return ok(filled, { jwt: null })
  const whole = withUpload(filled, { ...upload, isWhole: true })
  return ok(whole.account, { jwt: whole.token })
}

function missingOf(manifest: Upload["manifest"], { workers }: Account): readonly string[] {
  const hashes = [...new Set(Object.values(manifest))]
  return hashes.filter((hash) => workers.files[hash] === undefined)
}

function groupsOf(hashes: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(hashes.length / groupSize)
  return Array.from({ length: count }, (_, index) =>
    hashes.slice(index * groupSize, (index + 1) * groupSize),
  )
}

function withUpload(account: Account, upload: Upload) {
  const token = `upload-${shortHash(`${account.made} ${upload.name}`, 24)}`
  const { workers } = account
  const uploads = { ...workers.uploads, [token]: upload }
  return {
    token,
    account: { ...account, made: account.made + 1, workers: { ...workers, uploads } },
  }
}
