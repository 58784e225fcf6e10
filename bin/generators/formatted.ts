import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { format, type FormatConfig } from "oxfmt"

/** Formats generated text as `npm run format` would, so that a generated file is never reported as unformatted. */
export async function formatted(root: string, path: string, text: string): Promise<string> {
  const options: FormatConfig = JSON.parse(await readFile(join(root, ".oxfmtrc.json"), "utf8"))
  const { code, errors } = await format(path, text, options)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${JSON.stringify(errors)}`)
  return code
}
