import type { Place } from "../../errors/diagnostic.ts"
import type { LintedFile } from "./rule.ts"

/** Place of a character of a file. */
export function placeAt({ path, text }: LintedFile, offset: number): Place {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf("\n") + 1
  const line = before.split("\n").length
  return { file: path, line, column: offset - lineStart + 1 }
}
