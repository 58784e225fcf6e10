import { entry, exitCodes } from "aidep/provider"

export const r2Off = entry<{ bucket: string }>({
  code: "cloudflare/storage-off",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "R2 is not turned on in the account.",
  message: ({ bucket }) =>
    `The bucket "${bucket}" cannot be made: the account never turned R2 on. Nothing was made.`,
  hint: () =>
    "Turn it on once at https://dash.cloudflare.com/?to=/:account/r2, which asks for payment information, then run the command again.",
  explanation:
    "R2 has a part that costs nothing, and wants payment information all the same before the first bucket is made.",
})

export const bucketNotEmpty = entry<{ bucket: string }>({
  code: "cloudflare/bucket-not-empty",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A bucket that is to be removed still holds files.",
  message: ({ bucket }) =>
    `The bucket "${bucket}" still holds files, and Cloudflare removes empty buckets only. It was left as it is.`,
  hint: ({ bucket }) =>
    `Empty "${bucket}" at https://dash.cloudflare.com/?to=/:account/r2, or with a lifecycle rule, then run the command again.`,
  explanation:
    "aidep removes a bucket where that was allowed, and never the files in it: they would be lost for good.",
})

export const bucketErrors = [r2Off, bucketNotEmpty]
