import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLError,
  type YAMLMap,
} from "yaml"
import { diagnose, type Diagnostic, type Place } from "../../errors/diagnostic.ts"
import * as errors from "../../errors/catalogue/manifest.ts"

/** Keys and list positions from the root of the document. */
export type Path = readonly (string | number)[]

/** A YAML text as plain data that remembers where each value stands. */
export interface YamlSource {
  readonly file: string
  readonly value: unknown
  readonly diagnostics: readonly Diagnostic[]
  /** Place of the value at a path, or of the nearest parent that exists. */
  readonly placeOf: (path: Path) => Place
  /** Place of the key itself, for errors about the key. */
  readonly placeOfKey: (path: Path) => Place
  readonly has: (path: Path) => boolean
}

/** Copies made by aliases before a manifest is refused. */
const maxAliasedNodes = 100_000
const maxDepth = 100

/** Reads YAML 1.2 with anchors and merge keys. Total: every fault becomes a diagnostic. */
export function readYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter()
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)))
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const document = parse(text, lines)
  if (document === undefined)
    return emptySource(file, [diagnose(errors.tooDeep, {}, { file, line: 1, column: 1 })])
  const syntax = document.errors.map((error) =>
    diagnose(errors.yamlSyntax, explainSyntax(error), place(error.pos[0])),
  )
  if (syntax.length > 0) return emptySource(file, syntax.slice(0, 20))
  const reader = new Reader(place)
  const value = reader.read(document.contents)
  return {
    file,
    value,
    diagnostics: reader.diagnostics,
    placeOf: (path) => place(locate(document, path).value),
    placeOfKey: (path) => place(locate(document, path).key),
    has: (path) => locate(document, path).found,
  }
}

/** The composer recurses, so absurd nesting exhausts the stack: that is the one exception it throws. */
function parse(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    return parseDocument(text, {
      lineCounter,
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
      strict: true,
    })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function emptySource(file: string, diagnostics: readonly Diagnostic[]): YamlSource {
  const start = { file, line: 1, column: 1 }
  return {
    file,
    value: undefined,
    diagnostics,
    placeOf: () => start,
    placeOfKey: () => start,
    has: () => false,
  }
}

function explainSyntax(error: YAMLError): { reason: string; hint: string } {
  if (error.code === "TAB_AS_INDENT")
    return { reason: "a tab indents this line", hint: "Indent with spaces, two a level." }
  if (error.code === "MULTIPLE_DOCS")
    return {
      reason: "a second document begins here",
      hint: 'Keep one document; remove the "---" line.',
    }
  const reason = error.message.split("\n")[0] ?? ""
  return {
    reason: `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`.replace(/\.$/, ""),
    hint: "Check indentation, colons, quotes and brackets here and on the line before.",
  }
}

/** Turns nodes into plain data; collects duplicate keys, loops and keys that are not texts. */
class Reader {
  readonly diagnostics: Diagnostic[] = []
  readonly #place: (offset: number) => Place
  readonly #open = new Set<unknown>()
  readonly #anchors = new Map<string, unknown>()
  #aliased = 0
  #aliasDepth = 0
  #depth = 0

  constructor(place: (offset: number) => Place) {
    this.#place = place
  }

  read(node: unknown): unknown {
    if (this.#aliasDepth > 0 && this.#aliased++ > maxAliasedNodes) return undefined
    if (isAlias(node)) return this.#readAlias(node)
    if (isNode(node) && "anchor" in node && typeof node.anchor === "string")
      this.#anchors.set(node.anchor, node)
    if (isScalar(node)) return typeof node.value === "bigint" ? Number(node.value) : node.value
    if (!isMap(node) && !isSeq(node)) return null
    if (this.#depth >= maxDepth) {
      this.diagnostics.push(diagnose(errors.tooDeep, {}, this.#place(offsetOf(node))))
      return undefined
    }
    this.#depth += 1
    this.#open.add(node)
    const value = isMap(node)
      ? Object.fromEntries(this.#readEntries(node))
      : node.items.map((item) => this.read(item))
    this.#open.delete(node)
    this.#depth -= 1
    return value
  }

  #readAlias(alias: Alias): unknown {
    const target = this.#anchors.get(alias.source)
    if (target === undefined)
      return this.#refuse(alias, `there is no anchor "&${alias.source}" before it`)
    if (this.#open.has(target)) return this.#refuse(alias, "it stands inside its own anchor")
    this.#aliasDepth += 1
    const value = this.read(target)
    this.#aliasDepth -= 1
    if (this.#aliased <= maxAliasedNodes) return value
    return this.#aliasDepth === 0
      ? this.#refuse(alias, `it makes more than ${maxAliasedNodes} copies`)
      : undefined
  }

  #refuse(alias: Alias, why: string): undefined {
    this.diagnostics.push(
      diagnose(errors.aliasProblem, { alias: alias.source, why }, this.#place(offsetOf(alias))),
    )
    return undefined
  }

  #readEntries(map: YAMLMap): readonly [string, unknown][] {
    const own = new Map<string, unknown>()
    const merged = new Map<string, unknown>()
    const firstOffsets = new Map<string, number>()
    for (const pair of map.items) {
      if (isMergeKey(pair)) {
        for (const [key, value] of this.#readMerged(pair))
          if (!merged.has(key)) merged.set(key, value)
        continue
      }
      const key = this.#readKey(pair)
      if (key === undefined) continue
      const first = firstOffsets.get(key)
      if (first === undefined) firstOffsets.set(key, offsetOf(pair.key))
      else this.#refuseDuplicate(key, first, offsetOf(pair.key))
      own.set(key, this.read(pair.value))
    }
    return [...merged].filter(([key]) => !own.has(key)).concat([...own])
  }

  #refuseDuplicate(key: string, first: number, second: number): void {
    const firstLine = this.#place(first).line
    this.diagnostics.push(diagnose(errors.duplicateKey, { key, firstLine }, this.#place(second)))
  }

  #readMerged(pair: Pair): readonly [string, unknown][] {
    const value = this.read(pair.value)
    const maps: readonly unknown[] = Array.isArray(value) ? value : [value]
    return maps.flatMap((map) =>
      typeof map === "object" && map !== null && !Array.isArray(map) ? Object.entries(map) : [],
    )
  }

  #readKey(pair: Pair): string | undefined {
    if (isScalar(pair.key) && pair.key.value !== null && typeof pair.key.value !== "object")
      return String(pair.key.value)
    const params = { key: "?", name: "a text", expected: "a plain text as the key" }
    this.diagnostics.push(diagnose(errors.invalidKey, params, this.#place(offsetOf(pair.key))))
    return undefined
  }
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && (pair.key.value === "<<" || typeof pair.key.value === "symbol")
}

interface Location {
  readonly key: number
  readonly value: number
  readonly found: boolean
}

function locate(document: Document, path: Path): Location {
  let node: unknown = document.contents
  let key = offsetOf(node)
  for (const step of path) {
    const pair = child(resolve(document, node), step, { document, visited: new Set() })
    if (pair === undefined) return { key, value: key, found: false }
    key = isPair(pair) ? offsetOf(pair.key) : offsetOf(pair)
    node = isPair(pair) ? pair.value : pair
  }
  return { key, value: isNode(node) && node.range ? valueOffset(node) : key, found: true }
}

function child(
  node: unknown,
  step: string | number,
  search: { readonly document: Document; readonly visited: Set<unknown> },
): unknown {
  if (isSeq(node)) return node.items[Number(step)]
  if (!isMap(node) || search.visited.has(node)) return undefined
  search.visited.add(node)
  const own = node.items.findLast(
    (pair) => !isMergeKey(pair) && isScalar(pair.key) && String(pair.key.value) === String(step),
  )
  if (own !== undefined) return own
  for (const pair of node.items.filter(isMergeKey)) {
    const merged = resolve(search.document, pair.value)
    const maps = isSeq(merged) ? merged.items : [merged]
    for (const map of maps) {
      const found = child(resolve(search.document, map), step, search)
      if (found !== undefined) return found
    }
  }
  return undefined
}

function resolve(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}

/** Where the text of a value begins: behind the quote of a quoted scalar. */
function valueOffset(node: unknown): number {
  const quoted = isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE")
  return offsetOf(node) + (quoted ? 1 : 0)
}

/** The value at a path of plain data; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (Array.isArray(inner)) return inner[Number(step)]
    return typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
      ? Reflect.get(inner, step)
      : undefined
  }, value)
}
