import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from "yaml"
import type { CatalogueEntry } from "../../errors/catalogue-entry.ts"
import * as errors from "../../errors/catalogue/manifest.ts"
import { diagnose, type Diagnostic, type Place } from "../../errors/diagnostic.ts"

/** Plain data of YAML nodes, and what their aliases lead to. */
export interface ReadNodes {
  readonly value: unknown
  readonly diagnostics: readonly Diagnostic[]
  readonly aliases: ReadonlyMap<unknown, Node>
}

/** Copies made by aliases before a manifest is refused; a long text counts as several. */
const maxCopies = 100_000
const charactersPerCopy = 64
const maxDepth = 100
/** Errors of one kind of check that are shown; the rest is counted. */
export const maxReported = 1000

/** Turns nodes into plain data; collects duplicate keys, loops and keys that are not texts. */
export function readNodes(contents: unknown, place: (offset: number) => Place): ReadNodes {
  const reader = new Reader(place)
  const value = reader.read(contents)
  const { diagnostics, aliases } = reader
  if (diagnostics.length <= maxReported) return { value, diagnostics, aliases }
  const shown = diagnostics.slice(0, maxReported)
  const count = diagnostics.length - maxReported
  const more = diagnose(errors.moreErrors, { count }, shown.at(-1)?.place)
  return { value, diagnostics: [...shown, more], aliases }
}

class Reader {
  readonly diagnostics: Diagnostic[] = []
  readonly aliases = new Map<unknown, Node>()
  readonly #place: (offset: number) => Place
  readonly #anchors = new Map<string, Node>()
  readonly #open = new Set<unknown>()
  readonly #reported = new Set<string>()
  #copies = 0
  #aliasDepth = 0
  #depth = 0

  constructor(place: (offset: number) => Place) {
    this.#place = place
  }

  read(node: unknown): unknown {
    if (isAlias(node)) return this.#readAlias(node)
    if (this.#aliasDepth > 0) this.#copies += 1
    if (this.#copies > maxCopies || !isNode(node)) return isNode(node) ? undefined : null
    if (this.#aliasDepth === 0 && "anchor" in node && typeof node.anchor === "string")
      this.#anchors.set(node.anchor, node)
    if (isScalar(node)) return this.#readScalar(node)
    if (this.#depth >= maxDepth) return this.#report(errors.tooDeep, {}, node)
    this.#depth += 1
    this.#open.add(node)
    const value = this.#readCollection(node)
    this.#open.delete(node)
    this.#depth -= 1
    return value
  }

  #readScalar({ value }: Scalar): unknown {
    if (this.#aliasDepth > 0 && typeof value === "string")
      this.#copies += Math.floor(value.length / charactersPerCopy)
    return value
  }

  #readCollection(node: Node): unknown {
    if (isMap(node)) return Object.fromEntries(this.#readEntries(node))
    return isSeq(node) ? node.items.map((item) => this.read(item)) : null
  }

  #readAlias(alias: Alias): unknown {
    const target = this.aliases.get(alias) ?? this.#anchors.get(alias.source)
    if (target === undefined)
      return this.#refuse(alias, `there is no anchor "&${alias.source}" before it`)
    if (this.#open.has(target)) return this.#refuse(alias, "it stands inside its own anchor")
    if (this.#copies > maxCopies) return undefined
    this.aliases.set(alias, target)
    this.#aliasDepth += 1
    const value = this.read(target)
    this.#aliasDepth -= 1
    if (this.#copies <= maxCopies) return value
    return this.#aliasDepth === 0
      ? this.#refuse(alias, `it makes more than ${maxCopies.toLocaleString("en-US")} copies`)
      : undefined
  }

  #refuse(alias: Alias, why: string): undefined {
    return this.#report(errors.aliasProblem, { alias: alias.source, why }, alias)
  }

  #readEntries(map: YAMLMap): readonly (readonly [string, unknown])[] {
    const own = new Map<string, unknown>()
    const merged = new Map<string, unknown>()
    const firstKeys = new Map<string, unknown>()
    for (const pair of map.items) {
      if (isMergeKey(pair)) {
        for (const [key, value] of this.#readMerged(pair))
          if (!merged.has(key)) merged.set(key, value)
        continue
      }
      const key = this.#readKey(pair, map)
      if (key === undefined) continue
      const first = firstKeys.get(key)
      if (first === undefined) firstKeys.set(key, pair.key)
      else this.#refuseDuplicate(key, first, pair.key)
      own.set(key, this.read(pair.value))
    }
    return [...merged].filter(([key]) => !own.has(key)).concat([...own])
  }

  #refuseDuplicate(key: string, first: unknown, second: unknown): void {
    const firstLine = this.#place(offsetOf(first)).line
    this.#report(errors.duplicateKey, { key, firstLine }, second)
  }

  #readMerged(pair: Pair): readonly (readonly [string, unknown])[] {
    const faults = this.diagnostics.length
    const value = this.read(pair.value)
    const maps: readonly unknown[] = Array.isArray(value) ? value : [value]
    return maps.flatMap((map) => {
      if (typeof map === "object" && map !== null && !Array.isArray(map)) return Object.entries(map)
      const known = this.diagnostics.length > faults || this.#copies > maxCopies
      if (!known) this.#report(errors.mergeProblem, {}, pair.key)
      return []
    })
  }

  #readKey({ key, value }: Pair, map: YAMLMap): string | undefined {
    const text = isScalar(key) && typeof key.value !== "object" ? keyText(key) : undefined
    if (text !== undefined && text !== "__proto__") return text
    const name = text === undefined ? "a text" : "a key that can be used"
    const params = { key: text ?? "?", name, expected: "another, plain text as the key" }
    const node = [key, value, map].find((candidate) => isNode(candidate))
    return this.#report(errors.invalidKey, params, node)
  }

  /** Says each thing once, however often aliases lead there. */
  #report<Params>(entry: CatalogueEntry<Params>, params: Params, node: unknown): undefined {
    const offset = offsetOf(node)
    const seen = `${entry.code} ${offset}`
    if (this.#reported.has(seen)) return
    this.#reported.add(seen)
    this.diagnostics.push(diagnose(entry, params, this.#place(offset)))
  }
}

export function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && (pair.key.value === "<<" || typeof pair.key.value === "symbol")
}

/** A key as it is written: `1.10` is not `1.1`. */
export function keyText({ value, source }: Scalar): string {
  return typeof value === "string" ? value : (source ?? String(value))
}

/** Where a node begins, in characters from the start of the text. */
export function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}
