import type { $ZodIssue } from "zod/v4/core"
import * as errors from "../../errors/catalogue/manifest.ts"
import { diagnose, type Diagnostic } from "../../errors/diagnostic.ts"
import { issueDiagnostics, type Places } from "./issue-diagnostics.ts"
import { type JsonSchema, knownKeys } from "./json-schema.ts"
import { overlay } from "./overlay.ts"
import { ownValue } from "./own-value.ts"
import { isMap } from "./schema/closed.ts"
import { fixedKeys, type Manifest, manifestSchema } from "./schema/manifest.ts"
import { type Path, valueAt, type YamlSource } from "./yaml-source.ts"

/** What is known of how a manifest, or one environment of it, is written. */
export interface Written {
  readonly places: Places
  /** True where the manifest writes a value at the path. */
  readonly writes: (path: Path) => boolean
  /** A plain value as it is written, so that `1.10` does not become `1.1`. */
  readonly textOf: (path: Path) => string | undefined
}

/** The manifest, or the manifest with an environment laid over it. */
export interface Layer extends Written {
  /** Undefined when it has errors. */
  readonly manifest: Manifest | undefined
  readonly diagnostics: readonly Diagnostic[]
}

export interface ValidateContext {
  readonly source: YamlSource
  /** Made when a hint needs it: a correct manifest never does. */
  readonly schema: () => JsonSchema
}

export function validateBase(context: ValidateContext): Layer {
  const { value } = context.source
  const written = writtenIn(context.source, value, undefined)
  const result = manifestSchema.safeParse(value)
  if (result.success) return { ...written, manifest: result.data, diagnostics: [] }
  const diagnostics = reported(result.error.issues, { value, places: written.places }, context)
  return { ...written, manifest: undefined, diagnostics }
}

/** What an environment says: a manifest of nothing but what it changes. */
export interface Change {
  readonly part: Manifest | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Validates what an environment changes, and reports only what it wrote. Takes as long as the environment is large,
 * not the manifest.
 */
export function validateEnvironment(name: string, base: Layer, context: ValidateContext): Change {
  const { source } = context
  const at: Path = ["environments", name]
  const over = valueAt(source.value, at)
  if (!isMap(over)) return { part: undefined, diagnostics: [] }
  const refused = fixedKeys
    .filter((key) => Object.hasOwn(over, key))
    .map((key) => {
      const place = source.placeOfKey([...at, key])
      return diagnose(errors.fixedInEnvironment, { key, environment: name }, place)
    })
  const value = changedPart(source.value, over)
  const result = manifestSchema.safeParse(value)
  if (result.success) return { part: result.data, diagnostics: refused }
  const { issues } = result.error
  const own = issues.filter(touching(at, source))
  const shown = own.length === 0 && base.manifest !== undefined ? issues : own
  const { places } = writtenIn(source, value, at)
  const diagnostics = [...refused, ...reported(shown, { value, places }, context)]
  return { part: undefined, diagnostics }
}

/** The manifest with an environment laid over it. */
export function layerOf(
  name: string,
  { base, part }: { readonly base: Layer; readonly part: Manifest | undefined },
  { source }: ValidateContext,
): Layer {
  const at: Path = ["environments", name]
  if (part === undefined || base.manifest === undefined) return base
  const value = overlay(source.value, valueAt(source.value, at))
  const manifest = merged(base.manifest, part, value)
  return { ...writtenIn(source, value, at), manifest, diagnostics: [] }
}

function writtenIn(source: YamlSource, value: unknown, at: Path | undefined): Written {
  const written = (path: Path) => (at === undefined ? path : writtenPath(path, at, source))
  return {
    places: {
      value: (path) => source.placeOf(written(path)),
      key: (path) => source.placeOfKey(written(path)),
      inside: (path, offset) => source.placeIn(written(path), offset),
    },
    writes: (path) => valueAt(value, path) !== undefined,
    textOf: (path) => source.textOf(written(path)),
  }
}

function reported(
  issues: readonly $ZodIssue[],
  { value, places }: { readonly value: unknown; readonly places: Places },
  { schema }: ValidateContext,
): readonly Diagnostic[] {
  return issueDiagnostics(issues, {
    places,
    knownKeys: (path) => knownKeys(schema(), path),
    valueAt: (path) => valueAt(value, path),
  })
}

/** The environment laid over only those keys and services that it names, with what no manifest can do without. */
function changedPart(base: unknown, over: Readonly<Record<string, unknown>>): unknown {
  if (!isMap(base)) return over
  const touched = pick(base, Object.keys(over))
  const services = valueAt(base, ["services"])
  const changed = valueAt(over, ["services"])
  const named = isMap(services) && isMap(changed) ? pick(services, Object.keys(changed)) : services
  const below = "services" in touched ? { ...touched, services: named } : touched
  const needed = changed === undefined ? { services: {} } : {}
  return { ...pick(base, ["version", "name"]), ...needed, ...Object(overlay(below, over)) }
}

function pick(map: Readonly<Record<string, unknown>>, keys: readonly string[]) {
  const own = keys.filter((key) => Object.hasOwn(map, key))
  return Object.fromEntries(own.map((key) => [key, map[key]]))
}

/** The manifest below with the validated part in place of what it changes, in the order of the whole. */
function merged(base: Manifest, part: Manifest, value: unknown): Manifest {
  const names = Object.keys(Object(valueAt(value, ["services"])))
  const services = names.flatMap((name) => {
    const service = ownValue(part.services, name) ?? ownValue(base.services, name)
    return service === undefined ? [] : [[name, service] as const]
  })
  const removed = Object.keys(base).filter((key) => valueAt(value, [key]) === undefined)
  return {
    ...base,
    ...part,
    ...Object.fromEntries(removed.map((key) => [key, undefined])),
    services: Object.fromEntries(services),
  }
}

/** Where a value is written: in the overlay, unless more of the way to it exists in the manifest below. */
function writtenPath(path: Path, at: Path, source: YamlSource): Path {
  const known = (root: Path) =>
    path.findLastIndex((_, index) => source.has([...root, ...path.slice(0, index + 1)]))
  const over = known(at)
  return over >= 0 && over >= known([]) ? [...at, ...path] : path
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly keys?: readonly string[]
}

/** An issue is the overlay's own when the overlay wrote the value, its unknown key, or its parent. */
function touching(at: Path, source: YamlSource): (issue: Issue) => boolean {
  const wrote = (path: Path) => path.length > 0 && source.has([...at, ...path])
  return ({ path: steps, keys }) => {
    const path = steps.map((step) => (typeof step === "symbol" ? String(step) : step))
    if (keys !== undefined) return keys.some((key) => wrote([...path, key]))
    return wrote(path) || (path.length > 1 && wrote(path.slice(0, -1)))
  }
}
