import { join } from "node:path"
import type { DesiredResource } from "../../core/plan/resource.ts"
import type { Service } from "../../core/project/project.ts"
import { derivedToken } from "../../core/release/derived-token.ts"
import { fingerprint } from "../../core/release/fingerprint.ts"
import { secretNames, tokenOwners } from "../../core/release/variable-values.ts"
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

/**
 * What should stand, each service's resources with its deployment id, which knows of no address yet, and with what
 * they depend on, on other platforms too.
 */
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
          secrets: fingerprints(service, loaded.project.environment, secrets),
        }
        return [service.name, deploymentId(service, source, circumstances)] as const
      }),
    ),
  )
  const resources = [...loaded.rendered.platforms.values()].flatMap((output) => output.resources)
  const addresses = Map.groupBy(resources, ({ owner }) => owner)
  const needs = new Map(services.map(({ name, dependsOn }) => [name, dependsOn]))
  return resources.map((resource) => {
    const others = needs.get(resource.owner)?.flatMap((name) => addresses.get(name) ?? []) ?? []
    return {
      ...resource,
      deploymentId: ids.get(resource.owner),
      dependsOn: [
        ...new Set([...resource.dependsOn, ...others.map(({ address }) => address)]),
      ].toSorted(),
    }
  })
}

async function sourceDigest(
  { code }: Service,
  { folder }: LoadedProject,
  context: Context,
): Promise<string | undefined> {
  if (code.type !== "folder") return undefined
  return await context.files.digestFolder(join(folder, code.path), skippedNames)
}

/** Of secrets and of tokens, which change with the project's key. */
function fingerprints(
  service: Service,
  environment: string,
  { key, secret }: SecretSource,
): Readonly<Record<string, string>> {
  const secrets = secretNames([service]).map((name) => ({ name, value: secret(name) ?? "" }))
  const tokens = tokenOwners(service).map((owner) => ({
    name: `token of ${owner}`,
    value: derivedToken(key, { environment, service: owner }),
  }))
  return Object.fromEntries(
    [...secrets, ...tokens].map((value) => [value.name, fingerprint(key, value)]),
  )
}
