import type { ApiOutcome } from "aidep/provider"
import { accountOf, change, type CloudflareScope } from "../../api/cloudflare-api.ts"
import * as answers from "../answers.ts"
import { scriptPath } from "../calls.ts"
import { formOf } from "./form.ts"
import type { SiteFile } from "./site-files.ts"

const uploadMs = 120_000

/**
 * Uploads the files that Cloudflare does not have yet, in the groups that it asks for, and answers with the token that a
 * version names them by. Files are kept under their hashes, so that all of it may be done twice.
 *
 * Source: https://developers.cloudflare.com/workers/static-assets/direct-upload/ (2026-11).
 */
export async function uploadAssets(
  name: string,
  files: readonly SiteFile[],
  scope: CloudflareScope,
): Promise<ApiOutcome<string>> {
  const manifest = Object.fromEntries(files.map(({ hash, path, size }) => [path, { hash, size }]))
  const session = await change(
    {
      operation: "createAssetsUploadSession",
      method: "POST",
      path: `${scriptPath(name, scope)}/assets-upload-session`,
      body: { manifest },
      answer: answers.uploadSession,
      idempotent: true,
    },
    scope,
  )
  if (session.status === "failed") return session
  const byHash = new Map(files.map((file) => [file.hash, file]))
  let token = session.value.jwt
  for (const hashes of session.value.buckets ?? []) {
    const group = hashes.flatMap((hash) => byHash.get(hash) ?? [])
    const sent = await uploadGroup(group, session.value.jwt, scope)
    if (sent.status === "failed") return sent
    token = sent.value ?? token
  }
  return { status: "done", value: token }
}

/** The token of the whole upload comes with the last group. */
async function uploadGroup(
  files: readonly SiteFile[],
  bearer: string,
  scope: CloudflareScope,
): Promise<ApiOutcome<string | undefined>> {
  const parts = files.map(({ base64: text, hash, type: contentType }) => ({
    name: hash,
    fileName: hash,
    contentType,
    text,
  }))
  const outcome = await change(
    {
      operation: "uploadAssets",
      method: "POST",
      path: `/accounts/${accountOf(scope)}/workers/assets/upload?base64=true`,
      form: formOf(parts),
      bearer,
      answer: answers.uploaded,
      idempotent: true,
      timeoutMs: uploadMs,
    },
    scope,
  )
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value?.jwt ?? undefined }
}
