import { type Document, parseDocument, type YAMLError } from "yaml"
import { diagnose, type Diagnostic, type Place } from "../../errors/diagnostic.ts"
import * as errors from "../../errors/catalogue/manifest.ts"
import { type Path, type YamlPlaces, yamlPlaces } from "./yaml-places.ts"
import { readNodes } from "./yaml-reader.ts"

export type { Path } from "./yaml-places.ts"

/** A YAML text as plain data that remembers where each value stands. */
export interface YamlSource extends YamlPlaces {
  readonly value: unknown
  readonly diagnostics: readonly Diagnostic[]
}

/** Faults of the syntax that are reported, each on a line of its own: one early fault makes many. */
const maxSyntaxFaults = 20

/** Reads YAML 1.2 with anchors and merge keys, without tags. Total: every fault becomes a diagnostic. */
export function readYaml(text: string, file: string): YamlSource {
  const place = placesIn(text, file)
  const document = parse(text)
  if (document === undefined)
    return unread(file, [diagnose(errors.tooDeep, {}, { file, line: 1, column: 1 })])
  const faults = [...document.errors, ...document.warnings]
  if (faults.length > 0) return unread(file, syntaxDiagnostics(faults, text, place))
  const { value, diagnostics, aliases } = readNodes(document.contents, place)
  return { value, diagnostics, ...yamlPlaces(document.contents, { text, aliases, place }) }
}

/** Line and column of an offset. The parser's own count goes wrong where a line ends in two carriage returns. */
function placesIn(text: string, file: string): (offset: number) => Place {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return (offset) => {
    const at = Math.max(0, Math.min(offset, text.length))
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= at) low = middle
      else high = middle
    }
    return { file, line: low + 1, column: at - (starts[low] ?? 0) + 1 }
  }
}

/** Absurd nesting exhausts the stack of the parser, which throws or reports it, depending on where. */
function parse(text: string): Document | undefined {
  try {
    return parseDocument(text, {
      schema: "core",
      merge: true,
      resolveKnownTags: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
      strict: true,
    })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function unread(file: string, diagnostics: readonly Diagnostic[]): YamlSource {
  const start = { file, line: 1, column: 1 }
  return {
    value: undefined,
    diagnostics,
    placeOf: () => start,
    placeOfKey: () => start,
    placeIn: () => start,
    has: () => false,
    textOf: () => undefined,
  }
}

function syntaxDiagnostics(
  faults: readonly YAMLError[],
  text: string,
  place: (offset: number) => Place,
): readonly Diagnostic[] {
  const lines = text.split("\n")
  const firstOfLine = new Map<number, Diagnostic>()
  for (const fault of faults) {
    const where = place(fault.pos[0])
    if (firstOfLine.has(where.line)) continue
    firstOfLine.set(where.line, syntaxDiagnostic(fault, lines[where.line - 1] ?? "", where))
  }
  return [...firstOfLine.values()].slice(0, maxSyntaxFaults)
}

function syntaxDiagnostic(fault: YAMLError, line: string, place: Place): Diagnostic {
  if (fault.code === "RESOURCE_EXHAUSTION") return diagnose(errors.tooDeep, {}, place)
  return diagnose(errors.yamlSyntax, explainSyntax(fault, line), place)
}

/** Characters of a line that are looked at: the expression below takes their square. */
const judgedCharacters = 500
/** A reference without quotes inside a one-line map: its brace opens another map. */
const bareReference = /[[{,].*:\s+[^"'\s,]*\$\{/

function explainSyntax(fault: YAMLError, line: string): { reason: string; hint: string } {
  const first = fault.message.split("\n")[0] ?? ""
  const reason = `${first.charAt(0).toLowerCase()}${first.slice(1)}`.replace(/\.$/, "")
  switch (fault.code) {
    case "TAB_AS_INDENT":
      return { reason: "a tab indents this line", hint: "Indent with spaces, two a level." }
    case "MULTIPLE_DOCS":
      return {
        reason: "a second document begins here",
        hint: 'Keep one document; remove the "---" line.',
      }
    case "TAG_RESOLVE_FAILED":
      return {
        reason: "the value has a tag that manifests do not use",
        hint: 'Remove the word that begins with "!", or put the whole text in quotes.',
      }
    default:
      if (bareReference.test(line.slice(0, judgedCharacters)))
        return { reason, hint: 'Inside "{ }" or "[ ]", put a value that holds "${...}" in quotes.' }
      return {
        reason,
        hint: "Check indentation, colons, quotes and brackets here and on the line before.",
      }
  }
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
