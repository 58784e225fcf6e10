import * as errors from "../../errors/catalogue/project.ts"
import { diagnose, type Diagnostic, type Place } from "../../errors/diagnostic.ts"
import { nearest } from "../manifest/nearest.ts"
import { ownValue } from "../manifest/own-value.ts"
import {
  parseTemplate,
  type PlacedSegment,
  type ResolvedSegment,
  type Segment,
} from "../manifest/reference.ts"
import type { Manifest, ManifestService } from "../manifest/schema/manifest.ts"
import { external } from "./placement.ts"
import type { EnvironmentVariable, ValueClass } from "./project.ts"
import type { ResolveInput } from "./resolve-input.ts"

/** What the references of a service may lead to. */
export interface ReferenceTable {
  readonly services: ReadonlyMap<string, ReferredService>
  readonly resources: ReadonlyMap<string, { readonly platform: string }>
  /** Names that any service declares as secrets. */
  readonly secrets: ReadonlySet<string>
}

export interface ReferredService {
  readonly platform: string
  readonly addressable: boolean
  readonly internal: boolean
}

export interface ResolvedVariables {
  readonly variables: readonly EnvironmentVariable[]
  readonly diagnostics: readonly Diagnostic[]
}

interface VariableContext {
  readonly service: string
  readonly table: ReferenceTable
  readonly input: ResolveInput
}

/** Resolves the `env` and `secrets` of one service; see `EnvironmentVariable`. */
export function resolveVariables(
  service: ManifestService,
  context: VariableContext,
): ResolvedVariables {
  const written = Object.entries(service.env ?? {}).map(([name, value]) =>
    resolveVariable(name, writtenText(name, value, context), context),
  )
  const secrets = [...new Set(service.secrets ?? [])].map(secretVariable)
  return {
    variables: [...written.flatMap(({ variables }) => variables), ...secrets],
    diagnostics: [
      ...written.flatMap(({ diagnostics }) => diagnostics),
      ...nameProblems(service, context),
    ],
  }
}

/** A number keeps the form in which it is written: `1.10` is not `1.1`. */
function writtenText(
  name: string,
  value: string | number | boolean,
  { service, input }: VariableContext,
): string {
  if (typeof value === "string") return value
  return input.parsed.textOf(["services", service, "env", name]) ?? String(value)
}

/** A variable that carries the secret of its own name. */
function secretVariable(name: string): EnvironmentVariable {
  return makeVariable(name, [{ type: "secret", name }])
}

/** A variable made of segments; its class follows from them. */
export function makeVariable(
  name: string,
  segments: readonly ResolvedSegment[],
): EnvironmentVariable {
  const valueClass = classOf(segments)
  const text = segments.map((segment) => (segment.type === "text" ? segment.text : "")).join("")
  return {
    name,
    segments,
    class: valueClass,
    sensitive: segments.some(isSensitive),
    text: valueClass === "known" ? text : undefined,
  }
}

function classOf(segments: readonly ResolvedSegment[]): ValueClass {
  if (segments.some((segment) => isToken(segment) || segment.type === "secret")) return "secret"
  return segments.every((segment) => segment.type === "text") ? "known" : "later"
}

function isToken(segment: ResolvedSegment): boolean {
  return segment.type === "service" && segment.output === "token"
}

/** Addresses of data stores carry their password. */
function isSensitive(segment: ResolvedSegment): boolean {
  return segment.type === "secret" || segment.type === "resource" || isToken(segment)
}

function resolveVariable(name: string, value: string, context: VariableContext): ResolvedVariables {
  const { segments, problems } = parseTemplate(value)
  const path = ["services", context.service, "env", name]
  const at = (offset: number): Place => context.input.parsed.places.inside(path, offset)
  const unknown = problems.map(({ offset, reference }) =>
    diagnose(errors.unknownReference, { reference }, at(offset)),
  )
  const resolved = segments.map((segment) => resolveSegment(segment, at(segment.offset), context))
  return {
    variables: [makeVariable(name, joinTexts(resolved.flatMap(({ segment }) => segment ?? [])))],
    diagnostics: [...unknown, ...resolved.flatMap(({ diagnostics }) => diagnostics)],
  }
}

interface SegmentOutcome {
  readonly segment?: ResolvedSegment
  readonly diagnostics: readonly Diagnostic[]
}

function resolveSegment(
  placed: PlacedSegment,
  place: Place,
  context: VariableContext,
): SegmentOutcome {
  const { segment } = placed
  switch (segment.type) {
    case "text":
    case "secret":
    case "deployment":
      return { segment, diagnostics: [] }
    case "environment":
      return { segment: { type: "text", text: context.input.parsed.environment }, diagnostics: [] }
    case "variable":
      return resolveProcessVariable(segment.name, place, context)
    case "service":
      return resolveServiceReference(segment, place, context)
    case "resource":
      return resolveResourceReference(segment, place, context)
  }
}

function resolveProcessVariable(
  name: string,
  place: Place,
  context: VariableContext,
): SegmentOutcome {
  if (context.table.secrets.has(name))
    return { diagnostics: [diagnose(errors.secretAsVariable, { name }, place)] }
  const text = ownValue(context.input.variables, name)
  if (text === undefined)
    return { diagnostics: [diagnose(errors.missingVariable, { name }, place)] }
  return { segment: { type: "text", text }, diagnostics: [] }
}

function resolveServiceReference(
  segment: Extract<Segment, { type: "service" }>,
  place: Place,
  { table }: VariableContext,
): SegmentOutcome {
  const { service, output } = segment
  const referred = table.services.get(service)
  if (referred === undefined)
    return {
      diagnostics: [unknownName("service", service, { known: [...table.services.keys()], place })],
    }
  if (!referred.addressable) {
    const params = { service, output, why: "it listens on no port" }
    return { diagnostics: [diagnose(errors.noOutput, params, place)] }
  }
  if (referred.platform === external)
    return { segment: { type: "secret", name: externalSecret(service, output) }, diagnostics: [] }
  if (output === "token" && !referred.internal) {
    const params = { service, output, why: "everybody may call it" }
    return { diagnostics: [diagnose(errors.noOutput, params, place)] }
  }
  return { segment, diagnostics: [] }
}

function resolveResourceReference(
  segment: Extract<Segment, { type: "resource" }>,
  place: Place,
  { table }: VariableContext,
): SegmentOutcome {
  const referred = table.resources.get(segment.resource)
  if (referred === undefined) {
    const known = [...table.resources.keys()]
    return { diagnostics: [unknownName("resource", segment.resource, { known, place })] }
  }
  if (referred.platform === external)
    return {
      segment: { type: "secret", name: externalSecret(segment.resource, "url") },
      diagnostics: [],
    }
  return { segment, diagnostics: [] }
}

/** Name of the secret that holds an output of something that runs elsewhere: `VECTORS_URL`. */
export function externalSecret(name: string, output: string): string {
  return `${name}_${output}`.toUpperCase().replaceAll("-", "_")
}

/** A diagnostic about a name that leads nowhere, with the nearest one there is. */
export function unknownName(
  what: string,
  name: string,
  { known, place }: { readonly known: readonly string[]; readonly place: Place },
): Diagnostic {
  const near = nearest(name, known)
  return diagnose(
    errors.unknownItem,
    { what, name, known: known.slice(0, 20), ...(near === undefined ? {} : { near }) },
    place,
  )
}

function nameProblems(service: ManifestService, context: VariableContext): readonly Diagnostic[] {
  const { places } = context.input.parsed
  const path = ["services", context.service]
  const names = new Set(Object.keys(service.env ?? {}))
  const secrets = (service.secrets ?? []).map((name, index) => ({
    name,
    place: places.value([...path, "secrets", index]),
  }))
  const written = [...names].map((name) => ({ name, place: places.key([...path, "env", name]) }))
  const reserved = [...written, ...secrets].flatMap(({ name, place }) => reservedName(name, place))
  const twice = secrets.flatMap(({ name, place }) =>
    names.has(name) ? [diagnose(errors.variableTwice, { name }, place)] : [],
  )
  return [...reserved, ...twice]
}

function reservedName(name: string, place: Place): readonly Diagnostic[] {
  if (name === "PORT")
    return [diagnose(errors.reservedVariable, { name, instead: 'Set "port" instead.' }, place)]
  if (!name.startsWith("AIDEP_")) return []
  return [diagnose(errors.reservedVariable, { name, instead: "Choose another name." }, place)]
}

function joinTexts(segments: readonly ResolvedSegment[]): readonly ResolvedSegment[] {
  const joined: ResolvedSegment[] = []
  for (const segment of segments) {
    const last = joined.at(-1)
    if (last?.type === "text" && segment.type === "text")
      joined[joined.length - 1] = { type: "text", text: last.text + segment.text }
    else joined.push(segment)
  }
  return joined
}

/** All secrets that the manifest declares by name. */
export function declaredSecrets(manifest: Manifest): ReadonlySet<string> {
  return new Set(Object.values(manifest.services).flatMap(({ secrets }) => secrets ?? []))
}
