import { entry, exitCodes } from "aidep/provider"

export const workspaceUnknown = entry<{ names: readonly string[] }>({
  code: "railway/workspace-unknown",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "It is not clear in which workspace of Railway a project stands.",
  message: ({ names }) =>
    `The token reaches these workspaces on Railway, and none of them was chosen: ${names.join(", ")}.`,
  hint: () => 'Set "platforms.railway.workspace" to the name or id of one of them.',
  explanation:
    "A token of an account reaches every workspace that the account is a member of. With more than one, the manifest has to say which one it means.",
  example: {
    wrong: "platforms: { railway: {} }",
    right: "platforms: { railway: { workspace: acme } }",
  },
})

export const sourceUnknown = entry<{ service: string }>({
  code: "railway/source-unknown",
  severity: "error",
  title: "Nothing says what Railway builds or runs.",
  message: ({ service }) =>
    `Railway cannot build "${service}", because it is not known in which repository on GitHub its source is.`,
  hint: () =>
    'Set "platforms.railway.repository" to the owner and the name of the repository, or build the image with "build: { by: ci }".',
  explanation:
    "Railway builds a commit of a repository that its GitHub app can read, runs an image, or builds what its command line uploads.",
  example: {
    wrong: "platforms: { railway: {} }",
    right: "platforms: { railway: { repository: acme/lora-gateway } }",
  },
})

export const bucketByHand = entry<{ resource: string }>({
  code: "railway/bucket-by-hand",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "aidep makes no buckets on Railway.",
  message: ({ resource }) => `aidep does not make the bucket "${resource}" on Railway.`,
  hint: ({ resource }) =>
    `Make it on Railway, place "${resource}" on the target "external", and set its address as a secret.`,
  explanation:
    "The file .railway/railway.ts can declare a bucket. Railway's public API can make one, but has no documented call that removes it again or chooses its region.",
})

export const uploadFailed = entry<{ service: string; reason: string }>({
  code: "railway/upload-failed",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "The source of a service could not be uploaded to Railway.",
  message: ({ service, reason }) => `The source of "${service}" was not uploaded: ${reason}`,
  hint: () => 'Run "railway --version"; install it with "npm install --global @railway/cli".',
  explanation:
    "Without a repository the source is uploaded by Railway's command line, which packs the folder of the manifest.",
})

export const stillInUse = entry<{ environment: string; names: readonly string[] }>({
  code: "railway/environment-in-use",
  severity: "error",
  exit: exitCodes.failed,
  title: "An environment holds services that aidep did not make.",
  message: ({ environment, names }) =>
    `The environment "${environment}" on Railway was not removed, because others stand in it: ${names.join(", ")}.`,
  hint: () => "Remove them on Railway, or keep the environment.",
  explanation:
    "Removing an environment on Railway removes all that stands in it. aidep removes only what it made.",
})

export const storePrivate = entry<{ resource: string; service: string; platform: string }>({
  code: "railway/store-private",
  severity: "warning",
  title: "A service on another platform cannot reach a data store on Railway.",
  message: ({ resource, service, platform }) =>
    `"${service}" on ${platform} uses "${resource}", which aidep puts on Railway's private network only.`,
  hint: () =>
    "Put both on one platform, or add public access to the store on Railway and use its address as a secret.",
  explanation:
    "Data stores on Railway are private by default. Public access is a TCP proxy, which aidep does not make: it would open the store to everybody who has its password.",
  example: {
    wrong: "cache: { kind: redis, targets: [railway] }",
    right: "cache: { kind: redis, targets: [external] }",
  },
})

export const deployErrors = [
  storePrivate,
  workspaceUnknown,
  sourceUnknown,
  bucketByHand,
  uploadFailed,
  stillInUse,
]
