import { stringify as stringifyToml } from "smol-toml"
import { Document, isMap, isScalar, isSeq } from "yaml"
import type { Artifact, ArtifactContent, YamlComment } from "./artifact.ts"
import { commentLines } from "./comment-lines.ts"
import { printPython } from "./code/python.ts"
import { printTypeScript } from "./code/typescript.ts"
import type { DataObject, DataValue } from "./data.ts"
import { printDockerfile } from "./dockerfile.ts"
import { stamp } from "./marker.ts"

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

function yamlText({
  value,
  comments = [],
  readers,
}: Extract<ArtifactContent, { format: "yaml" }>): string {
  const document = new Document(withoutUndefinedValue(value), {
    aliasDuplicateObjects: false,
    compat: readers ?? null,
  })
  annotate(document.contents, comments)
  return document.toString({ lineWidth: 0 })
}

/** Goes down only where a comment is, and once over each map and list, which may hold thousands of jobs. */
function annotate(node: unknown, comments: readonly YamlComment[]): void {
  if (isScalar(node)) {
    const here = comments.find(({ path }) => path.length === 0)
    if (here !== undefined) node.comment = ` ${here.text}`
    return
  }
  const inside = comments.filter(({ path }) => path.length > 0)
  const below = Map.groupBy(inside, ({ path }) => String(path[0]))
  for (const [key, child] of childrenOf(node)) {
    const deeper = below.get(key)?.map(({ path, text }) => ({ path: path.slice(1), text }))
    if (deeper !== undefined) annotate(child, deeper)
  }
}

function childrenOf(node: unknown): readonly (readonly [string, unknown])[] {
  if (isSeq(node)) return node.items.map((item, index) => [String(index), item])
  if (!isMap(node)) return []
  return node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), value])
}

function jsonText(value: DataValue): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function withoutUndefined(value: DataObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, withoutUndefinedValue(inner)]),
  )
}

function withoutUndefinedValue(value: DataValue | undefined): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefinedValue)
  return isObject(value) ? withoutUndefined(value) : value
}

function isObject(value: DataValue | undefined): value is DataObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
