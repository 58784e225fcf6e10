import { stringify } from "yaml"
import type { ArtifactContent, YamlComment } from "./artifact.ts"
import type { DataObject, DataValue } from "./data.ts"
import { isObject } from "./without-undefined.ts"

type YamlContent = Extract<ArtifactContent, { format: "yaml" }>

/**
 * YAML text of an artifact, as the yaml library writes it. Maps and lists are laid out here and the library writes the
 * texts in them, each different one once: its nodes for a file about thousands of services take several times the
 * memory of the text, and most of the time of rendering.
 */
export function yamlText({ value, comments = [], readers }: YamlContent): string {
  const scalar = scalarWriter(readers)
  return blockLines(value, { comments: commentTree(comments), scalar })
    .join("\n")
    .concat("\n")
}

interface Writing {
  readonly comments: CommentTree | undefined
  readonly scalar: ScalarWriter
}

/** Lines of a value that stands alone, without indentation of its own. */
function blockLines(value: DataValue | undefined, writing: Writing): readonly string[] {
  if (isObject(value) && !isEmpty(value)) return mapLines(value, writing)
  if (Array.isArray(value) && value.length > 0) return listLines(value, writing)
  return [leafText(value, writing)]
}

function mapLines(value: DataObject, { comments, scalar }: Writing): readonly string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    if (inner === undefined) return []
    const writing = { comments: comments?.below.get(key), scalar }
    if (isNested(inner)) return [`${scalar.key(key)}:`, ...indented(blockLines(inner, writing))]
    const [first = "", ...rest] = leafText(inner, writing).split("\n")
    return [`${scalar.key(key)}: ${first}`, ...rest]
  })
}

function listLines(value: readonly DataValue[], { comments, scalar }: Writing): readonly string[] {
  return value.flatMap((inner, index) => {
    const writing = { comments: comments?.below.get(String(index)), scalar }
    const [first = "", ...rest] = isNested(inner)
      ? blockLines(inner, writing)
      : leafText(inner, writing).split("\n")
    return [`- ${first}`, ...(isNested(inner) ? indented(rest) : rest)]
  })
}

/** Lines of a text that needs several are indented below its key already. */
function leafText(value: DataValue | undefined, { comments, scalar }: Writing): string {
  if (Array.isArray(value)) return "[]"
  if (isObject(value)) return "{}"
  const text = scalar.value(value)
  return comments?.text === undefined ? text : withComment(text, comments.text)
}

/** Behind the value, or behind the mark that begins a text of several lines. */
function withComment(text: string, comment: string): string {
  const [first, ...rest] = text.split("\n")
  return [`${first} # ${comment}`, ...rest].join("\n")
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? line : `  ${line}`))
}

function isNested(value: DataValue): value is DataObject | readonly DataValue[] {
  return Array.isArray(value) ? value.length > 0 : isObject(value) && !isEmpty(value)
}

function isEmpty(value: DataObject): boolean {
  return Object.values(value).every((inner) => inner === undefined)
}

interface ScalarWriter {
  readonly key: (key: string) => string
  readonly value: (value: DataValue | undefined) => string
}

/** Writes each different text once, those that cannot be taken for anything else without the library. */
function scalarWriter(readers: YamlContent["readers"]): ScalarWriter {
  const options = { lineWidth: 0, compat: readers ?? null }
  const keys = new Map<string, string>()
  const values = new Map<DataValue | undefined, string>()
  const write = (value: DataValue | undefined) =>
    stringify({ k: value ?? null }, options).slice("k: ".length, -1)
  return {
    key: (key) =>
      isPlain(key)
        ? key
        : remembered(keys, key, () => stringify({ [key]: 0 }, options).slice(0, -": 0\n".length)),
    value: (value) =>
      typeof value === "string" && isPlain(value)
        ? value
        : remembered(values, value, () => write(value)),
  }
}

function remembered<Key>(known: Map<Key, string>, key: Key, make: () => string): string {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}

/** Begins like a word or a path, so that it is no number, and no word that stands for something else. */
function isPlain(text: string): boolean {
  return plainText.test(text) && !wordWithMeaning.test(text)
}

const plainText = /^[a-z_/][\w./@-]*(?::[\w./@-]+)*$/i
const wordWithMeaning = /^(?:true|false|null|yes|no|on|off|y|n)$/i

interface CommentTree {
  readonly text: string | undefined
  readonly below: ReadonlyMap<string, CommentTree>
}

function commentTree(comments: readonly YamlComment[]): CommentTree {
  const here = comments.find(({ path }) => path.length === 0)
  const groups = Map.groupBy(
    comments.filter(({ path }) => path.length > 0),
    ({ path }) => String(path[0]),
  )
  const below = [...groups].map(
    ([step, group]) =>
      [step, commentTree(group.map(({ path, text }) => ({ path: path.slice(1), text })))] as const,
  )
  return { text: here?.text, below: new Map(below) }
}
