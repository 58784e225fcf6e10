import { Document, isMap, isScalar, isSeq } from "yaml"
import type { ArtifactContent, YamlComment } from "./artifact.ts"
import type { DataObject, DataValue } from "./data.ts"
import { isObject, withoutUndefinedValue } from "./without-undefined.ts"

type YamlContent = Extract<ArtifactContent, { format: "yaml" }>

/** Maps with more entries than this are written entry by entry. */
const largeMap = 20

/**
 * YAML text of an artifact. A file about thousands of services is one map of them: it is written entry by entry,
 * because the nodes of the whole document would take several times the memory of its text.
 */
export function yamlText(content: YamlContent): string {
  const { value, comments = [] } = content
  if (!isObject(value) || !Object.values(value).some(isLarge))
    return partText(value, comments, content)
  const below = byFirstStep(comments)
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => sectionText(key, inner, { comments: below.get(key) ?? [], content }))
    .join("")
}

interface Section {
  /** Paths begin below the section's key. */
  readonly comments: readonly YamlComment[]
  readonly content: YamlContent
}

function sectionText(
  key: string,
  inner: DataValue | undefined,
  { comments, content }: Section,
): string {
  if (!isLarge(inner)) return entryText(key, inner, { comments, content })
  const below = byFirstStep(comments)
  const [heading] = partText({ [key]: { entry: 0 } }, [], content).split("\n")
  const entries = Object.entries(inner)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => entryText(name, value, { comments: below.get(name) ?? [], content }))
  return `${heading}\n${indented(entries.join(""))}`
}

function entryText(
  key: string,
  value: DataValue | undefined,
  { comments, content }: Section,
): string {
  const placed = comments.map(({ path, text }) => ({ path: [key, ...path], text }))
  return partText({ [key]: value }, placed, content)
}

function isLarge(value: DataValue | undefined): value is DataObject {
  return isObject(value) && Object.keys(value).length > largeMap
}

/** Lines end in a line feed only: a regular expression would also take U+2028 inside a text for an end. */
function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? line : `  ${line}`))
    .join("\n")
}

/** Comments by the first step of their paths, which are shorter by it. */
function byFirstStep(
  comments: readonly YamlComment[],
): ReadonlyMap<string, readonly YamlComment[]> {
  const groups = Map.groupBy(
    comments.filter(({ path }) => path.length > 0),
    ({ path }) => String(path[0]),
  )
  return new Map(
    [...groups].map(([key, group]) => [
      key,
      group.map(({ path, text }) => ({ path: path.slice(1), text })),
    ]),
  )
}

function partText(
  value: DataValue,
  comments: readonly YamlComment[],
  { readers }: YamlContent,
): string {
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
  const below = byFirstStep(comments)
  for (const [key, child] of childrenOf(node)) {
    const deeper = below.get(key)
    if (deeper !== undefined) annotate(child, deeper)
  }
}

function childrenOf(node: unknown): readonly (readonly [string, unknown])[] {
  if (isSeq(node)) return node.items.map((item, index) => [String(index), item])
  if (!isMap(node)) return []
  return node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), value])
}
