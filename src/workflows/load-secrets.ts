import { join } from "node:path"
import { parseVariables } from "../core/init/variable-clues.ts"
import type { Context } from "./context.ts"

/** Looks secrets up by name; undefined for one that is not set or empty. */
export type SecretLookup = (name: string) => string | undefined

/** Values come from the process environment, then `.env.<environment>`, then `.env`, in the manifest's folder. */
export async function loadSecrets(
  { folder, environment }: { readonly folder: string; readonly environment: string },
  context: Context,
): Promise<SecretLookup> {
  const layers = await secretLayers({ folder, environment }, context)
  return (name) => layers.map(({ lookup }) => lookup(name)).find((value) => value !== undefined)
}

/** A place that values come from, by its name for people. */
export interface SecretLayer {
  readonly origin: string
  readonly lookup: SecretLookup
}

/** All places that values come from, the one that counts first. */
export async function secretLayers(
  { folder, environment }: { readonly folder: string; readonly environment: string },
  context: Context,
): Promise<readonly SecretLayer[]> {
  const files = [`.env.${environment}`, ".env"]
  const texts = await Promise.all(
    files.map(async (name) => {
      const content = await context.files.read(join(folder, name))
      return content.status === "read" ? new TextDecoder().decode(content.bytes) : ""
    }),
  )
  const fileLayers = texts.map((text, index) => {
    const values = new Map(parseVariables(text).map(({ name, value }) => [name, value]))
    return { origin: files[index] ?? "", lookup: (name: string) => filled(values.get(name)) }
  })
  return [
    { origin: "environment", lookup: (name) => filled(context.variables[name]) },
    ...fileLayers,
  ]
}

function filled(value: string | undefined): string | undefined {
  return value === "" ? undefined : value
}
