import { keyVariable } from "../../core/init/secret-files.ts"
import { fingerprint } from "../../core/release/fingerprint.ts"
import type { Context } from "../context.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"
import { secretLayers } from "../load-secrets.ts"
import { type SecretUse, secretUses } from "./secret-uses.ts"

export interface ListedSecret extends SecretUse {
  /** `environment`, or the name of a file; undefined where it has no value. */
  readonly origin: string | undefined
  /** Changes with the value and tells nothing of it; undefined without a value, or without the project's key. */
  readonly fingerprint: string | undefined
}

export interface ListedSecrets {
  readonly environment: string
  readonly secrets: readonly ListedSecret[]
}

/** What a deploy needs to know and where each value would come from; never a value. */
export async function listSecrets(input: ProjectInput, context: Context): Promise<ListedSecrets> {
  const loaded = await loadProject(input, context)
  const { environment } = loaded.project
  const layers = await secretLayers({ folder: loaded.folder, environment }, context)
  const find = (name: string) =>
    layers
      .map(({ origin, lookup }) => ({ origin, value: lookup(name) }))
      .find(({ value }) => value !== undefined)
  const key = find(keyVariable)?.value
  const secrets = secretUses(loaded).map((use): ListedSecret => {
    const { origin, value } = find(use.name) ?? {}
    const isKnown = key !== undefined && value !== undefined
    const mark = isKnown ? fingerprint(key, { name: use.name, value }) : undefined
    return { ...use, origin, fingerprint: mark }
  })
  return { environment, secrets }
}
