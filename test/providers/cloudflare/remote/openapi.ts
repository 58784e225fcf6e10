import type { ValidateFunction } from "ajv"
import type { Exchange } from "../../../support/simulated-platform.ts"
import { clientType, openApiDocument, openApiPlaces, problems } from "../api-schema.ts"

const server = "https://api.cloudflare.com/client/v4"

/** What no published document describes as it is today, and the page that does. */
export interface Undescribed {
  /** Start of what the check says. */
  readonly says: RegExp
  readonly why: string
  readonly page: string
}

type Json = Readonly<Record<string, unknown>>

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<Record<string, unknown>>
}

interface Found {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

/**
 * Checks paths, parameters and answers against the OpenAPI document of August 2024. Bodies of requests are checked
 * against the types of the official client 7.3.0, which are newer: see `bodyProblems`.
 */
export function openApi() {
  const paths = Object.entries(
    openApiDocument()["paths"] as unknown as Readonly<Record<string, Json>>,
  )
  const place = openApiPlaces()
  const compiled = new Map<string, ValidateFunction>()
  const validator = (key: string, make: () => ValidateFunction) => {
    const made = compiled.get(key) ?? make()
    compiled.set(key, made)
    return made
  }
  return {
    problems: (exchange: Exchange): readonly string[] => {
      const found = find(paths, exchange)
      if (found === undefined) return [`${nameOf(exchange)}: is not described`]
      const said = [
        ...queryProblems(found, exchange),
        ...bodyProblems(found, exchange, (type) => validator(type, () => clientType(type))),
        ...answerProblems(found, exchange, (at) => validator(at, () => place(at))),
      ]
      return said.map((text) => `${found.method} ${found.path}: ${text}`)
    },
  }
}

function nameOf({ request: { method, url } }: Exchange): string {
  return `${method} ${new URL(url).pathname}`
}

function find(
  paths: readonly (readonly [string, Json])[],
  { request: { method, url } }: Exchange,
): Found | undefined {
  const parts = new URL(url).pathname.slice(new URL(server).pathname.length).split("/")
  const fits = (path: string) => {
    const wanted = path.split("/")
    const same = (part: string, index: number) => part.startsWith("{") || part === parts[index]
    return wanted.length === parts.length && wanted.every(same)
  }
  const [found] = paths.filter(([path]) => fits(path)).toSorted(([a], [b]) => weight(a) - weight(b))
  const operation = found?.[1][method.toLowerCase()] as Operation | undefined
  if (found === undefined || operation === undefined) return undefined
  return { path: found[0], method, operation }
}

function weight(path: string): number {
  return path.split("{").length
}

function queryProblems({ operation }: Found, { request }: Exchange): readonly string[] {
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === "query")
  return [...new URL(request.url).searchParams.keys()]
    .filter((name) => !known.some((parameter) => parameter.name === name))
    .map((name) => `parameter ${name} is not described`)
}

const ruleTypes: Readonly<Record<string, string>> = {
  set_config: "SetConfigRuleParam",
  block: "BlockRuleParam",
  set_cache_settings: "SetCacheSettingsRuleParam",
}

/** The client's type of a body, with what of it stands in the path. */
function bodyProblems(
  { method, path }: Found,
  { request }: Exchange,
  validator: (type: string) => ValidateFunction,
): readonly string[] {
  const isForm = request.headers["content-type"]?.startsWith("application/json") !== true
  if (request.body === undefined || isForm) return []
  const { position: _, ...body } = JSON.parse(request.body)
  const of = (type: string, inPath: Json) =>
    problems(validator(type), { ...inPath, ...body }) || undefined
  switch (`${method} ${path}`) {
    case "POST /zones/{zone_id}/dns_records":
      return said(of(`RecordCreateParams.${body.type}Record`, { zone_id: "0" }))
    case "PATCH /zones/{zone_id}/dns_records/{dns_record_id}":
      return said(of(`RecordEditParams.${body.type}Record`, { zone_id: "0" }))
    case "POST /zones/{zone_id}/rulesets":
      return said(of("RulesetCreateParams", { zone_id: "0" }))
    case "POST /zones/{zone_id}/rulesets/{ruleset_id}/rules":
    case "PATCH /zones/{zone_id}/rulesets/{ruleset_id}/rules/{rule_id}":
      return said(of(ruleTypes[body.action] ?? "", {}))
    case "PUT /accounts/{account_id}/workers/domains":
      return said(of("DomainUpdateParams", { account_id: "0" }))
    default:
      return []
  }
}

function said(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [`body ${text}`]
}

function answerProblems(
  { method, operation, path }: Found,
  { outcome }: Exchange,
  validator: (pointer: string) => ValidateFunction,
): readonly string[] {
  if (outcome.status === "failed") return []
  const { body, statusCode } = outcome
  const status = [String(statusCode), "4XX", "4xx"].find((each) => each in operation.responses)
  const isRefusal = statusCode >= 400 && statusCode < 500
  if (status === undefined || (status.startsWith("4") && !isRefusal))
    return [`status ${statusCode} is not described`]
  const parsed: unknown = JSON.parse(body)
  const escaped = path.replaceAll("~", "~0").replaceAll("/", "~1")
  const start = `/paths/${escaped}/${method.toLowerCase()}/responses/${status}`
  const response = operation.responses[status] as {
    readonly $ref?: string
    readonly content?: unknown
  }
  const at = response.$ref === undefined ? start : response.$ref.slice(1)
  const pointer = `${at}/content/application~1json/schema`.split("/").map(encodeURIComponent)
  const schema = (response.content as Json | undefined)?.["application/json"] as Json | undefined
  if (response.$ref === undefined && schema?.["schema"] === undefined) return []
  const text = problems(validator(pointer.join("/")), parsed)
  return text === "" ? [] : [`answer ${statusCode} ${text}`]
}
