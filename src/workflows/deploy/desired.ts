import { join } from "node:path"
import type { DesiredResource } from "../../core/plan/resource.ts"
import type { Service } from "../../core/project/project.ts"
import { derivedToken } from "../../core/release/derived-token.ts"
import { fingerprint } from "../../core/release/fingerprint.ts"
import { secretNames } from "../../core/release/variable-values.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import { deploymentId } from "../../core/release/deployment-id.ts"
import type { Context } from "../context.ts"
import type { LoadedProject } from "../load-project.ts"

/** What is no part of a source: history, dependencies, caches, secrets, which come as variables, and aidep's own. */
const skippedNames = [
  ".git",
  ".aidep",
  ".env",
  "node_modules",
  "__pycache__",
  ".venv",
  "venv",
  ".pytest_cache",
  ".wrangler",
]

export interface SecretSource {
  readonly key: string
  readonly secret: (name: string) => string | undefined
}

/** What should stand, each service's resources with its deployment id. */
export async function desiredResources(
  loaded: LoadedProject,
  secrets: SecretSource,
  context: Context,
): Promise<readonly DesiredResource[]> {
  const services = loaded.project.services.filter((service) => !isExternal(service))
  const ids = new Map(
    await Promise.all(
      services.map(async (service) => {
        const source = await sourceDigest(service, loaded, context)
        const circumstances = {
          environment: loaded.project.environment,
          secrets: fingerprints(service, secrets),
        }
        return [service.name, deploymentId(service, source, circumstances)] as const
      }),
    ),
  )
  const resources = [...loaded.rendered.platforms.values()].flatMap((output) => output.resources)
  return resources.map((resource) => ({ ...resource, deploymentId: ids.get(resource.owner) }))
}

async function sourceDigest(
  { code }: Service,
  { folder }: LoadedProject,
  context: Context,
): Promise<string | undefined> {
  if (code.type !== "folder") return undefined
  return await context.files.digestFolder(join(folder, code.path), skippedNames)
}

function fingerprints(
  service: Service,
  { key, secret }: SecretSource,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    secretNames([service]).map((name) => [
      name,
      fingerprint(key, { name, value: secret(name) ?? "" }),
    ]),
  )
}
