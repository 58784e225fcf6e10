import { stringify as stringifyToml } from "smol-toml"
import type { Artifact } from "./artifact.ts"
import { commentLines } from "./comment-lines.ts"
import { printPython } from "./code/python.ts"
import { printTypeScript } from "./code/typescript.ts"
import type { DataValue } from "./data.ts"
import { printDockerfile } from "./dockerfile.ts"
import { stamp } from "./marker.ts"
import { withoutUndefined } from "./without-undefined.ts"
import { yamlText } from "./yaml-text.ts"

/** Text of an artifact, with the ownership marker where its format has comments. Ends in a line feed. */
export function serialize({ content }: Artifact): string {
  switch (content.format) {
    case "yaml":
      return stamp(withHeader(yamlText(content), content.header, "#"), "#")
    case "toml":
      return stamp(
        withHeader(stringifyToml(withoutUndefined(content.value)), content.header, "#"),
        "#",
      )
    case "json":
      return jsonText(content.value)
    case "jsonc":
      return stamp(withHeader(jsonText(content.value), content.header, "//"), "//")
    case "typescript":
      return stamp(withHeader(printTypeScript(content.value), content.header, "//"), "//")
    case "python":
      return stamp(withHeader(printPython(content.value), content.header, "#"), "#")
    case "dockerfile":
      return stamp(withHeader(printDockerfile(content.value), content.header, "#"), "#")
    case "ignore":
      return stamp(content.patterns.join("\n"), "#")
    case "text":
      return stamp(content.text, content.comment)
  }
}

function withHeader(text: string, header: string | undefined, comment: string): string {
  if (header === undefined) return text
  return `${commentLines(header, comment).join("\n")}\n\n${text}`
}

function jsonText(value: DataValue): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
