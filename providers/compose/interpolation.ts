/** Text that Compose takes as it is. */
export function literal(text: string): string {
  return text.replaceAll("$", "$$$$")
}

/** A variable of `.env` or of the shell, without which Compose refuses to start. */
export function required(name: string): string {
  return `\${${name}:?}`
}

export function withDefault(name: string, fallback: string): string {
  return `\${${name}:-${fallback}}`
}

/** Name of a variable about one item: `CACHE_PASSWORD`. */
export function variableOf(item: string, part: string): string {
  return `${item}_${part}`.toUpperCase().replaceAll("-", "_")
}

/** Names of all variables without which Compose refuses to start, sorted. */
export function requiredVariables(text: string): readonly string[] {
  const found = [...text.matchAll(/(?<!\$)\$\{(\w+):\?\}/g)]
  return [...new Set(found.map(([, name = ""]) => name))].toSorted()
}
