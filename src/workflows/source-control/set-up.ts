import { parseTemplate } from "../../core/manifest/reference.ts"
import type { Manifest } from "../../core/manifest/schema/manifest.ts"
import type { Context } from "../context.ts"
import { type LoadedProject, loadProject, type ProjectInput } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"
import { render } from "../render.ts"
import { openRepository, type RepositoryInput, valueOf } from "./open-repository.ts"
import { deploySecrets } from "./push-secrets.ts"

export interface SetUpResult {
  readonly repository: string
  /** Rendered files, with the workflows among them. */
  readonly files: readonly { readonly path: string; readonly change: string }[]
  readonly environments: readonly { readonly name: string; readonly made: boolean }[]
  /** Names of variables that were set. */
  readonly variables: readonly string[]
  /** Secrets that a deploy needs and that are not set there, by environment. */
  readonly missingSecrets: readonly { readonly environment: string; readonly name: string }[]
}

/**
 * Prepares a repository for deploys from its pipeline: writes the workflows, makes the environments, sets the variables
 * that the manifest reads, and says which secrets are not there yet. Doing it again changes nothing.
 *
 * @throws AidepError those of `render` and `openRepository`; `repository/failed`.
 */
export async function setUp(
  input: ProjectInput & RepositoryInput,
  context: Context,
): Promise<SetUpResult> {
  const loaded = await loadProject(input, context)
  const { folder, project } = loaded
  const secret = await loadSecrets({ folder, environment: project.environment }, context)
  const repository = await openRepository(input, { folder, secret }, context)
  const { control } = repository
  const { files } = await render({ ...input, check: false, force: false, all: false }, context)
  const done = "The files are written. What was made before this stays."
  const environments: { name: string; made: boolean }[] = []
  for (const name of environmentsOf(loaded)) {
    const made = valueOf(await control.ensureEnvironment(name), repository, done)
    environments.push({ name, made: made === "created" })
  }
  const variables = readVariables(loaded.parsed.manifest).flatMap((name) => {
    const value = context.variables[name]
    return value === undefined ? [] : [{ name, value }]
  })
  valueOf(await control.putVariables(variables), repository, done)
  const inRepository = valueOf(await control.secretNames(), repository, done)
  const missing = await Promise.all(
    environments.map(async ({ name: environment }) => {
      const own = valueOf(await control.secretNames(environment), repository, done)
      const known = new Set([...inRepository, ...own])
      return deploySecrets(loaded)
        .filter((name) => !known.has(name))
        .map((name) => ({ environment, name }))
    }),
  )
  return {
    repository: repository.name,
    files,
    environments,
    variables: variables.map(({ name }) => name),
    missingSecrets: missing.flat(),
  }
}

function environmentsOf({ parsed, project }: LoadedProject): readonly string[] {
  const declared = Object.keys(parsed.manifest.environments ?? {})
  return declared.length === 0 ? [project.environment] : declared
}

/** Names in `${env.NAME}`, sorted: a pipeline has to have them, or the manifest does not resolve there. */
function readVariables({ services }: Manifest): readonly string[] {
  const names = Object.values(services).flatMap(({ env = {} }) =>
    Object.values(env).flatMap((value) =>
      parseTemplate(String(value)).segments.flatMap(({ segment }) =>
        segment.type === "variable" ? [segment.name] : [],
      ),
    ),
  )
  return [...new Set(names)].toSorted()
}
