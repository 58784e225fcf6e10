import * as errors from "../../errors/catalogue/manifest.ts"
import { diagnose, type Diagnostic, hasErrors } from "../../errors/diagnostic.ts"
import { manifestJsonSchema } from "./json-schema.ts"
import { isMap } from "./schema/closed.ts"
import type { Manifest } from "./schema/manifest.ts"
import { layerOf, validateBase, validateEnvironment, type Written } from "./validate-layer.ts"
import { readYaml, type YamlSource } from "./yaml-source.ts"

/** A manifest larger than this is refused. A thousand services take less than half a megabyte. */
export const maxManifestBytes = 4 * 1024 * 1024

/** A manifest as one environment sees it, with the places of its values. */
export interface ParsedManifest extends Written {
  readonly manifest: Manifest
  readonly environment: string
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
  const context = { source, schema: once(manifestJsonSchema) }
  const base = validateBase(context)
  const names = environmentNames(source.value)
  const changes = new Map(names.map((name) => [name, validateEnvironment(name, base, context)]))
  const environment = wanted ?? defaultEnvironment(names)
  const diagnostics = [
    ...base.diagnostics,
    ...[...changes.values()].flatMap((change) => change.diagnostics),
    ...unknownEnvironment(wanted, names, source),
  ]
  const part = changes.get(environment)?.part
  const { manifest, ...written } = layerOf(environment, { base, part }, context)
  if (manifest === undefined || hasErrors(diagnostics)) return { parsed: undefined, diagnostics }
  const { places, writes, textOf } = written
  return { parsed: { manifest, environment, places, writes, textOf }, diagnostics }
}

function unknownEnvironment(
  wanted: string | undefined,
  names: readonly string[],
  source: YamlSource,
): readonly Diagnostic[] {
  if (wanted === undefined || names.length === 0 || names.includes(wanted)) return []
  const params = { environment: wanted, known: names }
  return [diagnose(errors.unknownEnvironment, params, source.placeOfKey(["environments"]))]
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
