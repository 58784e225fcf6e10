import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv } from "ajv"
import addFormats from "ajv-formats"
import * as z from "zod"

const specs = process.env["AIDEP_SPECS"]
/** True without the published description: what it would say is then not checked. */
const withoutSpecs = specs === undefined
if (withoutSpecs) console.log("AIDEP_SPECS is not set: GitHub's API is not checked by its OpenAPI.")

const operation = z.looseObject({
  parameters: z.array(z.looseObject({})).optional(),
  requestBody: z.looseObject({}).optional(),
  responses: z.record(z.string(), z.looseObject({})),
})
const api = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

export interface Exchange {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly body: unknown
  readonly status: number
  readonly answer: unknown
}

/** Sentences about what of an exchange the published API does not know; none when all is as described. */
export type ProblemsOf = (exchange: Exchange) => readonly string[]

export function publishedApi(): ProblemsOf {
  if (specs === undefined) return () => []
  const file = join(specs, "github", "github-rest-23.0.2-cut.openapi.json")
  const document = api.parse(JSON.parse(readFileSync(file, "utf8")))
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  ajv.addSchema({ ...document, $id: "github" })
  const holds = (pointer: readonly string[], value: unknown): readonly string[] => {
    const steps = pointer.map((step) => step.replaceAll("~", "~0").replaceAll("/", "~1"))
    const reference = `github#/${steps.map(encodeURIComponent).join("/")}`
    const validate = ajv.getSchema(reference) ?? ajv.compile({ $ref: reference })
    if (validate(value) === true) return []
    return [`${pointer.join(" ")}: ${ajv.errorsText(validate.errors)}`]
  }
  return ({ method, path, body, status, answer }) => {
    const known = Object.keys(document.paths).find((template) => matches(template, path))
    const described = document.paths[known ?? ""]?.[method.toLowerCase()]
    if (known === undefined || described === undefined)
      return [`${method} ${path} is not described.`]
    const { requestBody, responses } = operation.parse(described)
    const at = ["paths", known, method.toLowerCase()]
    const json = ["content", "application/json", "schema"]
    const sent = requestBody === undefined ? [] : holds([...at, "requestBody", ...json], body ?? {})
    const response = responses[String(status)]
    if (response === undefined && status < 400)
      return [...sent, `${method} ${path} never answers ${status}.`]
    if (response === undefined || !("content" in response)) return sent
    return [...sent, ...holds([...at, "responses", String(status), ...json], answer)]
  }
}

function matches(template: string, path: string): boolean {
  const pattern = template.replaceAll(/[.]/g, String.raw`\.`).replaceAll(/\{[^}]+\}/g, "[^/]+")
  return new RegExp(`^${pattern}$`).test(path)
}
