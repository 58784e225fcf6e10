import { parseVariables } from "../init/variable-clues.ts"

/**
 * The text of a `.env` file with one variable set: in place where it has a line, else at the end. Undefined for a value
 * that no line of such a file can hold, such as one with a line break.
 */
export function withVariable(
  text: string,
  { name, value }: { readonly name: string; readonly value: string },
): string | undefined {
  const line = lineOf(name, value)
  if (line === undefined) return undefined
  const existing = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=.*$`, "gm")
  const last = [...text.matchAll(existing)].at(-1)
  if (last === undefined) return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`
  const end = last.index + last[0].length
  return `${text.slice(0, last.index)}${line}${text.slice(end)}`
}

/** Plain where that is read back as the same value, else in quotes. */
function lineOf(name: string, value: string): string | undefined {
  const forms = [value, `'${value}'`, `"${value}"`].map((form) => `${name}=${form}`)
  return forms.find((line) => {
    const [read, ...others] = parseVariables(line)
    return others.length === 0 && !/[\r\n]/.test(line) && read?.value === value
  })
}
