import type { LintedFile } from "../rule.ts"
import { isNamedLikeSecret, isPlaceholder } from "../well-known-values.ts"

export interface AssignedSecret {
  readonly name: string
  /** Of the value. */
  readonly offset: number
}

/**
 * `NAME = "value"`, `NAME: value`, `"name": "value"`: at most one value of bounded length a line, so that long lines
 * cost little. Values that are fetched from somewhere have brackets or dots and are no literals.
 */
const assignment =
  /\b([A-Za-z][A-Za-z0-9_-]{0,60})["']?[ \t]{0,8}(?:=>|:=|[=:])[ \t]{0,8}(?:b?["'`]([^"'`\s]{16,256})["'`]|([A-Za-z0-9+/=_-]{16,256})(?=[ \t]*(?:$|#|\r)))/gm

/** Longer lines are packed or generated code. */
const maxLineLength = 2000
const minimumBits = 3.5

/** Long random values behind names such as `API_KEY`. */
export function assignedSecrets({ path, text }: LintedFile): readonly AssignedSecret[] {
  if (generated.test(path)) return []
  return [...text.matchAll(assignment)].flatMap((match) => {
    const [whole, name = "", quoted, plain] = match
    const value = quoted ?? plain ?? ""
    if (!isNamedLikeSecret(snakeCase(name)) || !isRandom(value)) return []
    if (lineLength(text, match.index) > maxLineLength) return []
    return [{ name, offset: match.index + whole.lastIndexOf(value) }]
  })
}

const generated =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|Cargo\.lock|go\.sum|composer\.lock)$|\.(?:min\.js|map|svg|lock)$/

/** `apiToken` and `api-token` read as `api_token`. */
function snakeCase(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll("-", "_")
}

/** Words, identifiers and paths have fewer bits a character, or no digit. */
function isRandom(value: string): boolean {
  if (
    isPlaceholder(value) ||
    /[${}()<>\s]/.test(value) ||
    (/^[\w.-]*\/[\w./-]*$/.test(value) && !/\d/.test(value))
  )
    return false
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false
  if (/^sha\d+-|^[a-z]+(?:[-_.](?:[a-z]+|\d{1,4}))+$|^https?:/i.test(value)) return false
  return bitsOf(value) >= minimumBits
}

/** Shannon entropy in bits a character. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  const shares = [...counts.values()].map((count) => count / text.length)
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0)
}

function lineLength(text: string, offset: number): number {
  const end = text.indexOf("\n", offset)
  return (end === -1 ? text.length : end) - (text.lastIndexOf("\n", offset) + 1)
}
