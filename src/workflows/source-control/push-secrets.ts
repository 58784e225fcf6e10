import { AidepError, problem } from "../../errors/aidep-error.ts"
import { noPipeline } from "../../errors/catalogue/repository.ts"
import type { Context } from "../context.ts"
import { type LoadedProject, loadProject, type ProjectInput } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"
import { secretUses } from "../secrets/secret-uses.ts"
import { openRepository, type RepositoryInput, valueOf } from "./open-repository.ts"

export interface PushSecretsInput extends ProjectInput, RepositoryInput {
  /** Platform that runs the pipeline; default: the only one there is. */
  readonly to?: string | undefined
  /** `repository`: for all environments, where an environment has none of its own. */
  readonly scope: SecretScope
}

export const secretScopes = ["environment", "repository"] as const
type SecretScope = (typeof secretScopes)[number]

export interface PushedSecrets {
  readonly repository: string
  /** Undefined where they are the repository's own. */
  readonly environment: string | undefined
  /** Names of the secrets that were set. */
  readonly pushed: readonly string[]
  /** Names of those that have no value here, and were left as they are. */
  readonly missing: readonly string[]
}

/**
 * Sets what a deploy from a pipeline needs as secrets of the environment there, or of the repository: the secrets of
 * services, the project's key, and the credentials of its platforms.
 *
 * @throws AidepError those of `loadProject` and `openRepository`; `repository/no-pipeline`, `repository/failed`.
 */
export async function pushSecrets(
  input: PushSecretsInput,
  context: Context,
): Promise<PushedSecrets> {
  const loaded = await loadProject(input, context)
  await refuseOthers(input.to, context)
  const { environment } = loaded.project
  const secret = await loadSecrets({ folder: loaded.folder, environment }, context)
  const repository = await openRepository(input, { folder: loaded.folder, secret }, context)
  const found = deploySecrets(loaded).map((name) => ({ name, value: secret(name) }))
  const values = found.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]))
  const { control } = repository
  const within = input.scope === "environment" ? environment : undefined
  if (within !== undefined) valueOf(await control.ensureEnvironment(within), repository)
  valueOf(
    await control.putSecrets(values, within),
    repository,
    "Secrets that were set before this stay set.",
  )
  return {
    repository: repository.name,
    environment: within,
    pushed: values.map(({ name }) => name),
    missing: found.filter(({ value }) => value === undefined).map(({ name }) => name),
  }
}

async function refuseOthers(to: string | undefined, { platforms }: Context): Promise<void> {
  if (to === undefined) return
  const providers = [...(await platforms.load(platforms.ids)).values()]
  const able = providers.filter(({ roles }) => roles.includes("pipeline")).map(({ id }) => id)
  if (!able.includes(to)) throw new AidepError(problem(noPipeline, { to, able }))
}

/** Names of all that a deploy of the project needs to know, sorted. */
export function deploySecrets(loaded: LoadedProject): readonly string[] {
  return secretUses(loaded).map(({ name }) => name)
}
