import { ownValue } from "../../manifest/own-value.ts"
import { isMap } from "../../manifest/schema/closed.ts"

/** A step to a key of a map, or to a place in a list; a negative place counts from the end. */
export type JsonStep = string | number

export type ParsedJsonPath =
  | { readonly ok: true; readonly steps: readonly JsonStep[] }
  /** Characters from the start of the text to where it went wrong. */
  | { readonly ok: false; readonly offset: number }

/** What to write, for hints. */
export const jsonPathForm = "$, then .key, [0] or ['key'] for each step, such as $.choices[0].text"

const step =
  /\.([\p{L}\p{N}_-]+)|\[(-?(?:0|[1-9]\d{0,8}))\]|\["((?:[^"\\]|\\["\\])*)"\]|\['((?:[^'\\]|\\['\\])*)'\]/uy

/** Reads the part of JSONPath that leads to one value: keys and places, no wildcards and no filters. */
export function parseJsonPath(text: string): ParsedJsonPath {
  if (!text.startsWith("$")) return { ok: false, offset: 0 }
  return readSteps(text, 1)
}

function readSteps(text: string, start: number): ParsedJsonPath {
  const pattern = new RegExp(step.source, step.flags)
  pattern.lastIndex = start
  const steps: JsonStep[] = []
  let offset = start
  while (offset < text.length) {
    const match = pattern.exec(text)
    if (match === null) return { ok: false, offset }
    steps.push(stepOf(match))
    offset = pattern.lastIndex
  }
  return { ok: true, steps }
}

function stepOf([, key, index, doubleQuoted, singleQuoted]: RegExpExecArray): JsonStep {
  if (key !== undefined) return key
  if (index !== undefined) return Number(index)
  return (doubleQuoted ?? singleQuoted ?? "").replaceAll(/\\(.)/g, "$1")
}

/** The value a path leads to; undefined, which JSON does not have, where it leads nowhere. */
export function valueAtSteps(value: unknown, steps: readonly JsonStep[]): unknown {
  return steps.reduce<unknown>(childAt, value)
}

function childAt(value: unknown, wanted: JsonStep): unknown {
  if (typeof wanted === "number") return Array.isArray(value) ? value.at(wanted) : undefined
  return isMap(value) ? ownValue(value, wanted) : undefined
}

/** A path as users write it. */
export function writtenPath(steps: readonly JsonStep[]): string {
  return steps.reduce<string>((text, wanted) => {
    if (typeof wanted === "number") return `${text}[${wanted}]`
    return /^[\p{L}\p{N}_-]+$/u.test(wanted) ? `${text}.${wanted}` : `${text}[${quoted(wanted)}]`
  }, "$")
}

function quoted(key: string): string {
  return `'${key.replaceAll(/['\\]/g, String.raw`\$&`)}'`
}
