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
  return judge(context, { value, part: value, at: undefined })
}

/** Validates what an environment changes; reports only what it wrote. */
export function validateEnvironment(name: string, base: Layer, context: ValidateContext): Layer {
  const { source } = context
  const at: Path = ["environments", name]
  const over = valueAt(source.value, at)
  if (!isMap(over) || Object.keys(over).length === 0) return { ...base, diagnostics: [] }
  const refused = fixedKeys
    .filter((key) => Object.hasOwn(over, key))
    .map((key) => {
      const place = source.placeOfKey([...at, key])
      return diagnose(errors.fixedInEnvironment, { key, environment: name }, place)
    })
  const value = overlay(source.value, over)
  const layer = judge(context, { value, part: changedPart(value, source.value), at })
  const manifest = base.manifest && layer.manifest && merged(base.manifest, layer.manifest, value)
  return { ...layer, manifest, diagnostics: [...refused, ...layer.diagnostics] }
}

interface Judged {
  readonly value: unknown
  /** The part of the value that is validated; the rest is known to be right, or reported already. */
  readonly part: unknown
  readonly at: Path | undefined
}

function judge({ source, schema }: ValidateContext, { value, part, at }: Judged): Layer {
  const written = (path: Path) => (at === undefined ? path : writtenPath(path, at, source))
  const places: Places = {
    value: (path) => source.placeOf(written(path)),
    key: (path) => source.placeOfKey(written(path)),
    inside: (path, offset) => source.placeIn(written(path), offset),
  }
  const textOf = (path: Path) => source.textOf(written(path))
  const writes = (path: Path) => valueAt(value, path) !== undefined
  const result = manifestSchema.safeParse(part)
  if (result.success) return { manifest: result.data, diagnostics: [], places, writes, textOf }
  const { issues } = result.error
  const own = at === undefined ? issues : issues.filter(touching(at, source))
  const diagnostics = issueDiagnostics(own, {
    places,
    knownKeys: (path) => knownKeys(schema(), path),
    valueAt: (path) => valueAt(value, path),
  })
  return { manifest: undefined, diagnostics, places, writes, textOf }
}

/**
 * What differs from the manifest below, by key and by service. An overlay keeps the values that it does not touch,
 * so that this takes no longer for a thousand services than for those that change.
 */
function changedPart(value: unknown, base: unknown): unknown {
  if (!isMap(value) || !isMap(base)) return value
  const kept = Object.entries(value).filter(
    ([key, inner]) => key === "version" || key === "name" || inner !== base[key],
  )
  const { services } = value
  if (!isMap(services)) return Object.fromEntries(kept)
  const below = isMap(base["services"]) ? base["services"] : {}
  const changed = Object.entries(services).filter(
    ([name, inner]) => inner !== ownValue(below, name),
  )
  return { ...Object.fromEntries(kept), services: Object.fromEntries(changed) }
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
