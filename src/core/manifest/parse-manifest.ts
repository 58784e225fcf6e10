import * as errors from "../../errors/catalogue/manifest.ts"
import { diagnose, type Diagnostic, hasErrors } from "../../errors/diagnostic.ts"
import { issueDiagnostics, type Places } from "./issue-diagnostics.ts"
import { type JsonSchema, knownKeys, manifestJsonSchema } from "./json-schema.ts"
import { overlay } from "./overlay.ts"
import { isMap } from "./schema/closed.ts"
import { fixedKeys, type Manifest, manifestSchema } from "./schema/manifest.ts"
import { type Path, readYaml, valueAt, type YamlSource } from "./yaml-source.ts"

/** A manifest larger than this is refused. A thousand services take less than half a megabyte. */
export const maxManifestBytes = 4 * 1024 * 1024

/** A manifest as one environment sees it, with the places of its values. */
export interface ParsedManifest {
  readonly manifest: Manifest
  readonly environment: string
  readonly places: Places
  /** True where the manifest writes a value at the path. */
  readonly writes: (path: Path) => boolean
  /** A plain value as it is written, so that `1.10` does not become `1.1`. */
  readonly textOf: (path: Path) => string | undefined
}

export interface ParseResult {
  /** Undefined when the text has errors. */
  readonly parsed: ParsedManifest | undefined
  readonly diagnostics: readonly Diagnostic[]
}

export interface ParseOptions {
  readonly file: string
  /** Environment to read; default: `production`, or the first one declared. */
  readonly environment?: string | undefined
}

/**
 * Reads a manifest. Total: whatever the bytes are, the answer is a manifest or diagnostics, or both
 * (warnings). Every environment is checked, the chosen one is returned.
 */
export function parseManifest(bytes: Uint8Array, options: ParseOptions): ParseResult {
  const text = decode(bytes, options.file)
  if (typeof text !== "string") return { parsed: undefined, diagnostics: [text] }
  const source = readYaml(text, options.file)
  if (hasErrors(source.diagnostics)) return { parsed: undefined, diagnostics: source.diagnostics }
  if (source.value === null || source.value === undefined)
    return {
      parsed: undefined,
      diagnostics: [diagnose(errors.emptyManifest, {}, source.placeOf([]))],
    }
  return validate(source, options.environment)
}

function decode(bytes: Uint8Array, file: string): string | Diagnostic {
  const start = { file, line: 1, column: 1 }
  if (bytes.length > maxManifestBytes)
    return diagnose(errors.tooLarge, { bytes: bytes.length, limit: maxManifestBytes }, start)
  if (bytes.includes(0)) return diagnose(errors.notText, { why: "it holds zero bytes" }, start)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return diagnose(errors.notText, { why: "it holds bytes that UTF-8 does not allow" }, start)
  }
}

function validate(source: YamlSource, wanted: string | undefined): ParseResult {
  const context: ValidateContext = { source, schema: once(manifestJsonSchema) }
  const base = validateLayer(context, { value: source.value, at: undefined })
  const names = environmentNames(source.value)
  const layers = names.map((name) => ({ name, layer: validateEnvironment(name, base, context) }))
  const environment = wanted ?? defaultEnvironment(names)
  const chosen = layers.find(({ name }) => name === environment)?.layer ?? base
  const diagnostics = [base, ...layers.map(({ layer }) => layer)].flatMap(
    (layer) => layer.diagnostics,
  )
  if (wanted !== undefined && names.length > 0 && !names.includes(wanted)) {
    const place = source.placeOfKey(["environments"])
    diagnostics.push(
      diagnose(errors.unknownEnvironment, { environment: wanted, known: names }, place),
    )
  }
  if (chosen.manifest === undefined || hasErrors(diagnostics))
    return { parsed: undefined, diagnostics }
  const { manifest, places, writes, textOf } = chosen
  return { parsed: { manifest, environment, places, writes, textOf }, diagnostics }
}

interface ValidateContext {
  readonly source: YamlSource
  /** Made when a hint needs it: a correct manifest never does. */
  readonly schema: () => JsonSchema
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => (made ??= make())
}

function environmentNames(value: unknown): readonly string[] {
  const environments = isMap(value) ? value["environments"] : undefined
  return isMap(environments) ? Object.keys(environments) : []
}

function defaultEnvironment(names: readonly string[]): string {
  return names.includes("production") ? "production" : (names[0] ?? "production")
}

interface Layer extends Omit<ParsedManifest, "manifest" | "environment"> {
  readonly manifest: Manifest | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Validates the manifest with one environment laid over it; reports only what that environment wrote. */
function validateEnvironment(name: string, base: Layer, context: ValidateContext): Layer {
  const { source } = context
  const environments = isMap(source.value) ? source.value["environments"] : undefined
  const over = isMap(environments) ? environments[name] : undefined
  if (!isMap(over) || Object.keys(over).length === 0) return { ...base, diagnostics: [] }
  const at: Path = ["environments", name]
  const fixed = fixedKeys.filter((key) => Object.hasOwn(over, key))
  const layer = validateLayer(context, { value: overlay(source.value, over), at })
  const refused = fixed.map((key) =>
    diagnose(
      errors.fixedInEnvironment,
      { key, environment: name },
      source.placeOfKey([...at, key]),
    ),
  )
  return { ...layer, diagnostics: [...refused, ...layer.diagnostics] }
}

function validateLayer(
  { source, schema }: ValidateContext,
  { value, at }: { readonly value: unknown; readonly at: Path | undefined },
): Layer {
  const inOverlay = (path: Path) =>
    at !== undefined && path.length > 0 && source.has([...at, ...path])
  const written = (path: Path) => (at === undefined ? path : writtenPath(path, at, source))
  const places: Places = {
    value: (path) => source.placeOf(written(path)),
    key: (path) => source.placeOfKey(written(path)),
    inside: (path, offset) => source.placeIn(written(path), offset),
  }
  const textOf = (path: Path) => source.textOf(written(path))
  const writes = (path: Path) => valueAt(value, path) !== undefined
  const result = manifestSchema.safeParse(value)
  if (result.success) return { manifest: result.data, diagnostics: [], places, writes, textOf }
  const reported =
    at === undefined
      ? result.error.issues
      : result.error.issues.filter((issue) => touchesOverlay(issue, inOverlay))
  const diagnostics = issueDiagnostics(reported, {
    places,
    knownKeys: (path) => knownKeys(schema(), path),
    valueAt: (path) => valueAt(value, path),
  })
  return { manifest: undefined, diagnostics, places, writes, textOf }
}

/** Where a value is written: in the overlay, unless more of the way to it exists in the manifest below. */
function writtenPath(path: Path, at: Path, source: YamlSource): Path {
  const known = (root: Path) =>
    path.findLastIndex((_, index) => source.has([...root, ...path.slice(0, index + 1)]))
  const over = known(at)
  return over >= 0 && over >= known([]) ? [...at, ...path] : path
}

/** An issue is the overlay's own when the overlay wrote the value, its unknown key, or its parent. */
function touchesOverlay(
  issue: {
    readonly path: readonly PropertyKey[]
    readonly code?: string
    readonly keys?: readonly string[]
  },
  inOverlay: (path: Path) => boolean,
): boolean {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))
  if (issue.keys !== undefined) return issue.keys.some((key) => inOverlay([...path, key]))
  return inOverlay(path) || (path.length > 1 && inOverlay(path.slice(0, -1)))
}
