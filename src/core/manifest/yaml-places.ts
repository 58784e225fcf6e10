import { isMap, isNode, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml"
import type { Place } from "../../errors/diagnostic.ts"
import { isMergeKey, keyText, offsetOf } from "./yaml-reader.ts"

/** Keys and list positions from the root of the document. */
export type Path = readonly (string | number)[]

/** Finds where values of a document stand. Aliases and merge keys are followed. */
export interface YamlPlaces {
  /** Place of the value at a path, or of the nearest parent that exists. */
  readonly placeOf: (path: Path) => Place
  /** Place of the key itself, for errors about the key. */
  readonly placeOfKey: (path: Path) => Place
  /** Place of a character of the text at a path; of its beginning where escapes or line breaks stand before it. */
  readonly placeIn: (path: Path, offset: number) => Place
  readonly has: (path: Path) => boolean
  /** A text, number or other plain value as it is written: `1.10`. */
  readonly textOf: (path: Path) => string | undefined
}

interface Written {
  readonly text: string
  readonly aliases: ReadonlyMap<unknown, Node>
  readonly place: (offset: number) => Place
}

interface Location {
  /** Offset of the key, or of the nearest parent's where there is none. */
  readonly key: number
  /** The value as it stands there, which may be an alias. */
  readonly node: unknown
  readonly found: boolean
}

export function yamlPlaces(root: unknown, { text, aliases, place }: Written): YamlPlaces {
  const follow = (node: unknown): unknown => aliases.get(node) ?? node
  const entriesOf = entryIndex(follow)
  const literalLength = literalLengths(text)

  const locate = (path: Path): Location => {
    let location: Location = { key: offsetOf(root), node: root, found: true }
    for (const step of path) {
      const parent = follow(location.node)
      const child = isSeq(parent)
        ? parent.items[Number(step)]
        : isMap(parent) && entriesOf(parent).get(String(step))
      if (child === undefined || child === false) return { ...location, node: null, found: false }
      location = isPair(child)
        ? { key: offsetOf(child.key), node: child.value, found: true }
        : { key: offsetOf(child), node: child, found: true }
    }
    return location
  }
  return {
    placeOf: (path) => place(valueOffset(locate(path))),
    placeOfKey: (path) => place(locate(path).key),
    placeIn: (path, offset) => {
      const location = locate(path)
      const start = valueOffset(location)
      return place(start + (offset <= literalLength(location.node, start) ? offset : 0))
    },
    has: (path) => locate(path).found,
    textOf: (path) => {
      const node = follow(locate(path).node)
      if (!isScalar(node) || node.value === null) return undefined
      return typeof node.value === "string" ? node.value : (node.source ?? String(node.value))
    },
  }
}

/** Entries of maps by key, those of merge keys included; each map is indexed once. */
function entryIndex(follow: (node: unknown) => unknown) {
  const known = new Map<YAMLMap, Map<string, Pair>>()
  const entriesOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const done = known.get(map)
    if (done !== undefined) return done
    const entries = new Map<string, Pair>()
    known.set(map, entries)
    for (const pair of map.items)
      if (!isMergeKey(pair) && isScalar(pair.key)) entries.set(keyText(pair.key), pair)
    for (const pair of map.items.filter(isMergeKey)) {
      const merged = follow(pair.value)
      for (const source of isSeq(merged) ? merged.items.map(follow) : [merged])
        for (const [key, inherited] of isMap(source) ? entriesOf(source) : [])
          if (!entries.has(key)) entries.set(key, inherited)
    }
    return entries
  }
  return entriesOf
}

/** Where the text of a value begins: behind the quote of a quoted scalar. */
function valueOffset({ key, node }: Location): number {
  if (!isNode(node) || !node.range) return key
  const quoted = isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE")
  return offsetOf(node) + (quoted ? 1 : 0)
}

/** How many characters of a value stand in the text as they are, before the first escape or line break. */
function literalLengths(text: string): (node: unknown, start: number) => number {
  const known = new Map<unknown, number>()
  return (node, start) => {
    const done = known.get(node)
    if (done !== undefined) return done
    const value = isScalar(node) && typeof node.value === "string" ? node.value : ""
    let length = 0
    while (
      length < value.length &&
      value[length] === text[start + length] &&
      value[length] !== "\n"
    )
      length += 1
    known.set(node, length)
    return length
  }
}
