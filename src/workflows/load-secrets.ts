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
  const files = [`.env.${environment}`, ".env"]
  const texts = await Promise.all(
    files.map(async (name) => {
      const content = await context.files.read(join(folder, name))
      return content.status === "read" ? new TextDecoder().decode(content.bytes) : ""
    }),
  )
  const layers = texts.map(
    (text) => new Map(parseVariables(text).map(({ name, value }) => [name, value])),
  )
  return (name) => {
    const found = [context.variables[name], ...layers.map((layer) => layer.get(name))]
    return found.find((value) => value !== undefined && value !== "")
  }
}
