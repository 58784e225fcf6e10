import { keyVariable } from "../core/init/secret-files.ts"
import { secretNames } from "../core/release/variable-values.ts"
import type { Context } from "./context.ts"
import type { LoadedProject } from "./load-project.ts"
import { loadSecrets } from "./load-secrets.ts"

/** Shorter texts stand everywhere, and dots in their place would make a report unreadable. */
const shortestMasked = 4

/** Every value that nothing printed may show: of secrets, of single keys in them, and of platforms' credentials. */
export async function secretValues(
  { folder, project, providers }: LoadedProject,
  context: Context,
): Promise<readonly string[]> {
  const secret = await loadSecrets({ folder, environment: project.environment }, context)
  const credentials = [...providers.values()].flatMap((provider) =>
    provider.credentials.map(({ variable }) => variable),
  )
  const names = [
    keyVariable,
    ...secretNames(project.services),
    ...credentials,
    ...project.stateCredentials,
  ]
  const values = names.flatMap((name) => secret(name) ?? [])
  const parts = values.flatMap((value) => [value, ...value.split(",").map((part) => part.trim())])
  return [...new Set(parts)].filter((value) => value.length >= shortestMasked)
}
