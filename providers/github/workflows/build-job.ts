import type { GithubOptions } from "../options.ts"
import type { ImageBuild } from "../spec.ts"
import { action } from "./actions.ts"
import { plainText, secret } from "./expressions.ts"
import * as scripts from "./scripts.ts"
import { checkOut } from "./steps.ts"
import type { Job, Step } from "./types.ts"

/** Registry of the repository's own account, which takes the workflow's token. */
const githubRegistry = "ghcr.io"

/** Builds one image, pushes it by its digest alone, and hands the digest on. */
export function buildJob(service: string, image: ImageBuild, { runner }: GithubOptions): Job {
  const repository = plainText(image.repository)
  const host = registryHost(image.repository)
  return {
    name: `Build ${service}`,
    permissions:
      host === githubRegistry ? { contents: "read", packages: "write" } : { contents: "read" },
    needs: ["test"],
    "runs-on": runner,
    outputs: { digest: "${{ steps.push.outputs.digest }}" },
    "timeout-minutes": 60,
    steps: [
      checkOut,
      { name: "Set up Buildx", uses: action("setupBuildx") },
      logIn(host),
      {
        id: "push",
        name: "Build and push",
        uses: action("buildPush"),
        with: {
          context: plainText(image.context),
          file: plainText(image.dockerfile),
          outputs: `type=image,name=${repository},push-by-digest=true,name-canonical=true,push=true`,
        },
      },
      {
        name: "Tag with the commit",
        run: scripts.tagImage,
        env: {
          IMAGE: repository,
          COMMIT: "${{ github.sha }}",
          DIGEST: "${{ steps.push.outputs.digest }}",
        },
      },
    ],
  }
}

function logIn(host: string): Step {
  const account =
    host === githubRegistry
      ? { username: "${{ github.actor }}", password: "${{ github.token }}" }
      : { username: secret("REGISTRY_USERNAME"), password: secret("REGISTRY_PASSWORD") }
  return {
    name: "Log in to the registry",
    uses: action("login"),
    with: { registry: plainText(host), ...account },
  }
}

/** The first part of an image's name is a host when it looks like one; else it is Docker Hub's. */
function registryHost(repository: string): string {
  const [first = ""] = repository.split("/")
  return /[.:]|^localhost$/.test(first) ? first : "docker.io"
}
