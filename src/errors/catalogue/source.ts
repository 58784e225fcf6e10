import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const unpushedSource = entry<{ reason: string }>({
  code: "source/not-pushed",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "Platforms cannot see the code.",
  message: ({ reason }) =>
    `Platforms build the pushed commit, and there is none that holds this code: ${reason} Nothing was changed.`,
  hint: () => 'Commit and push, then deploy again. "aidep deploy --rehearse" needs no commit.',
  explanation:
    'With "build.by: platform" each platform builds the commit that the plan names. Code that is not committed and pushed would be left out without a word, so the deploy is refused.',
  example: {
    wrong: "aidep deploy",
    right: "git commit -am 'New prompt' && git push && aidep deploy",
  },
})

export const unpinnedImages = entry<{ services: readonly string[] }>({
  code: "source/unpinned-images",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "Built images are not named.",
  message: ({ services }) =>
    `"build.by: ci" deploys images that were built and pushed before, and these have none: ${services.join(", ")}. Nothing was changed.`,
  hint: ({ services }) =>
    `Name each with its digest: ${services.map((service) => `--image ${service}=<registry>/<name>@sha256:<digest>`).join(" ")}.`,
  explanation:
    "An image is pinned by its digest, so that what was tested is what runs and a rollback finds it again. The workflow that aidep writes builds the images, pushes them and names their digests.",
  example: {
    wrong: "aidep deploy",
    right: "aidep deploy --image gateway=ghcr.io/acme/shop-gateway@sha256:9f2c…",
  },
})
