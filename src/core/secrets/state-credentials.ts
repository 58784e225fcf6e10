import type { Manifest } from "../manifest/schema/manifest.ts"

/** Variables with the credentials of a bucket, by the names that tools for S3 have in common. */
export const bucketCredentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const

/** Names of the credentials that it takes to read and write the history. */
export function stateCredentials({ state }: Pick<Manifest, "state">): readonly string[] {
  return state?.store === "s3" ? bucketCredentials : []
}
