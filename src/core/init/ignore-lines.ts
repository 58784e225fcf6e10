const kept = "!.env.example"
const wanted = [".env", ".env.*", kept, ".aidep/"] as const

/** The text of a `.gitignore` with the lines that aidep needs, undefined where none is missing. */
export function withIgnoredFiles(existing: string | undefined): string | undefined {
  const text = existing ?? ""
  const present = new Set(text.split(/\r?\n/).map((line) => line.trim()))
  const missing = wanted.filter((line) => !present.has(line))
  if (missing.length === 0) return undefined
  // A later line wins, so the exception has to follow the pattern that it is one of.
  const added = wanted.filter(
    (line) => missing.includes(line) || (line === kept && missing.includes(".env.*")),
  )
  return appended(text, ["# Secrets and the state of aidep", ...added])
}

/** Lines at the end of a text, with its line endings and an empty line between. */
export function appended(text: string, lines: readonly string[]): string {
  const ending = text.includes("\r\n") ? "\r\n" : "\n"
  const before = text === "" || text.endsWith("\n") ? text : `${text}${ending}`
  const gap = before === "" ? "" : ending
  return `${before}${gap}${lines.join(ending)}${ending}`
}
