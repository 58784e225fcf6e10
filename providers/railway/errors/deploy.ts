import { entry, exitCodes } from "aidep/provider"

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

export const storeWithoutAddress = entry<{ store: string; variable: string }>({
  code: "railway/store-without-address",
  severity: "error",
  exit: exitCodes.failed,
  title: "A data store that was taken over does not tell its address.",
  message: ({ store, variable }) =>
    `The service "${store}" on Railway has no variable ${variable}, by which aidep knows the address and password of such a store. It was not changed.`,
  hint: ({ variable }) => `Set ${variable} on it, then run the command again.`,
  explanation:
    "aidep keeps what a data store runs with and reads its address from the variable that Railway's own templates set: REDIS_URL, DATABASE_URL or MONGO_URL. It makes no password for a store that has one.",
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
  sourceUnknown,
  uploadFailed,
  storeWithoutAddress,
  stillInUse,
]
