import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv2020 } from "ajv/dist/2020.js"
import formats from "ajv-formats"
import type { Exchange } from "../../../support/simulated-platform.ts"

const specs = process.env["AIDEP_SPECS"]
const server = "https://api.render.com/v1"

interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content; readonly required?: boolean }
  readonly responses: Readonly<
    Record<string, { readonly content?: Content; readonly $ref?: string }>
  >
}

type Content = Readonly<Record<string, { readonly schema: unknown }>>

interface Parameter {
  readonly $ref?: string
  readonly name?: string
  readonly in?: string
  readonly required?: boolean
  readonly schema?: { readonly type?: string }
}

interface Found {
  readonly path: string
  readonly method: string
  readonly operation: Operation
  readonly shared: readonly Parameter[]
}

type Json = Readonly<Record<string, unknown>>

type Valid = (pointer: string, value: unknown) => readonly string[]

/** Checks requests and answers against Render's OpenAPI document. */
export function openApi() {
  const document = strict(
    JSON.parse(readFileSync(join(specs ?? "", "render", "render-public-api.openapi.json"), "utf8")),
  ) as Json
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
  formats.default(ajv)
  ajv.addSchema({ $id: "openapi", ...document })
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>()
  const valid: Valid = (place, value) => {
    const validate = compiled.get(place) ?? ajv.compile({ $ref: `openapi#${place}` })
    compiled.set(place, validate)
    validate(value)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  return {
    /** What the document says against an exchange; empty when both sides of it fit. */
    problems: (exchange: Exchange): readonly string[] => {
      const found = find(document, exchange)
      if (found === undefined) return [`${nameOf(exchange)} is not described`]
      const said = [
        ...queryProblems(found, exchange, document),
        ...bodyProblems(found, exchange, valid),
        ...answerProblems(found, exchange, valid),
      ]
      return said.map((text) => `${nameOf(exchange)}: ${text}`)
    },
  }
}

function nameOf({ request: { method, url } }: Exchange): string {
  return `${method} ${url.slice(server.length)}`
}

/**
 * The document allows unknown fields, and asks for exactly one of several forms that a service of any type fits: here
 * unknown fields are faults, and one form or more is enough. A field that is required and not described ("project" of
 * a database) cannot be asked for then.
 */
function strict(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strict)
  if (typeof value !== "object" || value === null) return value
  const parts = Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key === "oneOf" ? "anyOf" : key, strict(part)]),
  )
  const { properties, required } = parts
  if (parts["type"] !== "object" || !isMap(properties) || "allOf" in parts) return parts
  const described = Array.isArray(required) ? required.filter((name) => name in properties) : []
  return { additionalProperties: false, ...parts, required: described }
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null
}

function find(document: Json, { request: { method, url } }: Exchange): Found | undefined {
  const parts = new URL(url).pathname.slice(new URL(server).pathname.length).split("/")
  const paths = Object.entries(document["paths"] as Readonly<Record<string, Json>>)
  const fits = (path: string) => {
    const wanted = path.split("/")
    const same = (part: string, index: number) => part.startsWith("{") || part === parts[index]
    return wanted.length === parts.length && wanted.every(same)
  }
  // A path without a parameter in the place goes before one with it.
  const [found] = paths.filter(([path]) => fits(path)).toSorted(([a], [b]) => weight(a) - weight(b))
  const operation = found?.[1][method.toLowerCase()]
  if (found === undefined || operation === undefined) return undefined
  const shared = (found[1]["parameters"] ?? []) as readonly Parameter[]
  return { path: found[0], method, operation: operation as Operation, shared }
}

function weight(path: string): number {
  return path.split("{").length
}

function queryProblems(
  { operation, shared }: Found,
  { request }: Exchange,
  document: Json,
): readonly string[] {
  const known = [...shared, ...(operation.parameters ?? [])].map((parameter) =>
    parameter.$ref === undefined ? parameter : (at(document, parameter.$ref) as Parameter),
  )
  const query = new URL(request.url).searchParams
  const unknown = [...query.keys()].filter(
    (name) => !known.some((parameter) => parameter.in === "query" && parameter.name === name),
  )
  const missing = known.filter(
    ({ in: place, name = "", required }) =>
      place === "query" && required === true && !query.has(name),
  )
  return [
    ...unknown.map((name) => `unknown parameter ${name}`),
    ...missing.map(({ name }) => `missing parameter ${name}`),
  ]
}

function at(document: Json, reference: string): unknown {
  const parts = reference.slice("#/".length).split("/")
  return parts.reduce<unknown>((value, part) => {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~")
    return (value as Json)[key]
  }, document)
}

function pointer({ method, path }: Found): string {
  return `/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method.toLowerCase()}`
}

function bodyProblems(found: Found, { request }: Exchange, valid: Valid): readonly string[] {
  const { requestBody } = found.operation
  if (request.body === undefined)
    return requestBody?.required === true ? ["the body is missing"] : []
  if (requestBody === undefined) return ["there is no body"]
  const place = `${pointer(found)}/requestBody/content/application~1json/schema`
  return valid(place, JSON.parse(request.body)).map((text) => `body ${text}`)
}

function answerProblems(found: Found, { outcome }: Exchange, valid: Valid): readonly string[] {
  if (outcome.status === "failed") return []
  const { body, statusCode } = outcome
  const response = found.operation.responses[statusCode]
  if (response === undefined) return [`status ${statusCode} is not described`]
  const start =
    response.$ref === undefined
      ? `${pointer(found)}/responses/${statusCode}`
      : response.$ref.slice(1)
  if (body === "") return response.content === undefined ? [] : ["the answer is empty"]
  const place = `${start}/content/application~1json/schema`
  return valid(place, JSON.parse(body)).map((text) => `answer ${text}`)
}
