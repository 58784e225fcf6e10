import { appended } from "./ignore-lines.ts"
import { parseVariables } from "./variable-clues.ts"

/** Name of the one secret of a project that aidep itself uses. */
export const keyVariable = "AIDEP_SECRET_KEY"

export interface NamedSecret {
  readonly name: string
  /** Services that read it. */
  readonly services: readonly string[]
}

/** The text of a `.env.example` that names every secret, undefined where none is missing. */
export function withSecretNames(
  existing: string | undefined,
  secrets: readonly NamedSecret[],
): string | undefined {
  const text = existing ?? ""
  const present = new Set(parseVariables(text).map(({ name }) => name))
  const lines = [{ name: keyVariable, services: [] }, ...secrets]
    .filter(({ name }) => !present.has(name))
    .flatMap(({ name, services }) => [comment(name, services), `${name}=`])
  return lines.length === 0 ? undefined : appended(text, lines)
}

function comment(name: string, services: readonly string[]): string {
  if (name === keyVariable)
    return '# Key of the project: "aidep init" made one in .env. Tokens between services are derived from it.'
  return `# Secret of ${services.map((service) => `"${service}"`).join(", ")}.`
}

/** The text of a `.env` with a new key. */
export function newSecretsText(key: string): string {
  return [
    "# Values of secrets. Git ignores this file; never commit it.",
    `${keyVariable}=${key}`,
    "",
  ].join("\n")
}

/** True where a `.env` gives the key a value. */
export function holdsKey(text: string): boolean {
  return parseVariables(text).some(({ name, value }) => name === keyVariable && value !== "")
}
