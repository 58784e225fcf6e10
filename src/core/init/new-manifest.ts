import { Document, isCollection, isMap, isScalar, type Scalar, visit } from "yaml"
import type { ServiceKind } from "../manifest/schema/service.ts"

/** A manifest to be written for the first time, with every decision taken. */
export interface NewManifest {
  readonly name: string
  readonly services: readonly NewService[]
}

export interface NewService {
  readonly name: string
  readonly kind: ServiceKind
  readonly source?: string
  readonly image?: string
  readonly runtime?: string
  readonly targets: readonly string[]
  readonly gpu?: readonly string[]
  readonly port?: number
  readonly command?: readonly string[]
  readonly health?: { readonly path: string; readonly release?: "header" }
  readonly access?: "internal"
  readonly buildCommand?: readonly string[]
  readonly output?: string
  readonly env?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
}

const schemaLine = " yaml-language-server: $schema=./node_modules/aidep/schema/aidep.schema.json"

/** Text of the manifest, with comments that say what can be changed and how. */
export function newManifestText(manifest: NewManifest): string {
  const document = new Document(manifestValue(manifest), { aliasDuplicateObjects: false })
  writeListsOnOneLine(document)
  spaceSections(document)
  for (const { path, text } of lineComments(manifest)) {
    const node = document.getIn(path, true)
    if (isScalar(node) || isCollection(node)) node.comment = ` ${text}`
  }
  document.commentBefore = schemaLine
  document.comment = lastComment(manifest)
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

function manifestValue({ name, services }: NewManifest) {
  const checks = services.flatMap((service) => aliveCheck(service))
  return {
    version: 1,
    name,
    services: Object.fromEntries(services.map(({ name: key, ...service }) => [key, service])),
    ...(checks.length === 0 ? {} : { checks }),
  }
}

function aliveCheck({ name, kind, health }: NewService) {
  if (kind !== "web" || health === undefined) return []
  const request = `GET ${health.path}`
  return [{ name: `${name} is alive`, service: name, request, expect: { status: 200 } }]
}

/** Lists of words read best on one line. */
function writeListsOnOneLine(document: Document): void {
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every((item) => isScalar(item))
    },
  })
}

/** An empty line before each section and between services. */
function spaceSections(document: Document): void {
  const services = document.get("services")
  const sections = ["services", "checks"].flatMap((name) => keysOf(document.contents, name))
  const later = keysOf(services).slice(1)
  for (const key of [...sections, ...later]) key.spaceBefore = true
}

function keysOf(map: unknown, name?: string): readonly Scalar[] {
  if (!isMap(map)) return []
  const keys = map.items.flatMap(({ key }) => (isScalar(key) ? [key] : []))
  return name === undefined ? keys : keys.filter(({ value }) => value === name)
}

interface LineComment {
  readonly path: readonly (string | number)[]
  readonly text: string
}

/** Each explanation stands once, at the first place where it helps. */
function lineComments({ services }: NewManifest): readonly LineComment[] {
  const comments = services.flatMap((service) => serviceComments(service))
  return comments.filter(
    ({ text }, index) => comments.findIndex((other) => other.text === text) === index,
  )
}

function serviceComments(service: NewService): readonly LineComment[] {
  const at = (field: string | readonly string[], text: string) => ({
    path: ["services", service.name, field].flat(),
    text,
  })
  const empty = Object.entries(service.env ?? {}).filter(([, value]) => value === "")
  return [
    at("kind", "web | inference | worker | job | static"),
    at("targets", 'allowed platforms, the first is the default; "aidep targets" compares them'),
    ...(service.gpu === undefined ? [] : [at("gpu", "alternatives in order of preference")]),
    ...(service.access === undefined
      ? []
      : [at("access", 'callers need the token of the service; "public" lets everybody in')]),
    ...(service.health === undefined
      ? []
      : [at(["health", "path"], "answers 200 when the service can take requests")]),
    ...(service.secrets === undefined
      ? []
      : [at("secrets", "names only; the values are in .env or in the environment")]),
    ...empty.map(([name]) => at(["env", name], "the example gives no value")),
  ]
}

/** With several services, how one reaches another is the first question; only the user knows the variable. */
function lastComment({ services }: NewManifest): string | null {
  const called = services.find(({ access }) => access === "internal") ?? services.at(-1)
  const caller = services.find((service) => service !== called && service.kind !== "static")
  if (called === undefined || caller === undefined || called.port === undefined) return null
  const variable = called.name.toUpperCase().replaceAll("-", "_")
  return [
    ` "${caller.name}" reaches "${called.name}" by variables of its own, such as:`,
    "   env:",
    `     ${variable}_URL: \${services.${called.name}.url}`,
    ...(called.access === "internal"
      ? [`     ${variable}_TOKEN: \${services.${called.name}.token}`]
      : []),
  ].join("\n")
}
