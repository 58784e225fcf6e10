import { readFileSync } from "node:fs"
import { Ajv, type ValidateFunction } from "ajv"
import addFormats from "ajv-formats"

const specs = process.env["AIDEP_SPECS"]
export const withoutSpecs = specs === undefined
if (withoutSpecs) console.log("AIDEP_SPECS is not set: Cloudflare's schemas are not checked.")

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json }

/** Types of the official client, with keys that it does not declare refused: its own schemas let them pass. */
export function clientType(name: string): ValidateFunction {
  const document = readSpec("cloudflare-client-7.3.0-types.schema.json")
  return compile({ ...document, $ref: `#/definitions/${name}` })
}

/** A request body of the published OpenAPI document. */
export function requestBody(path: string, method: string): ValidateFunction {
  const document = readSpec("cloudflare-api-2024-08-cut.openapi.json")
  const pointer = ["paths", path, method, "requestBody", "content", "application/json", "schema"]
  const steps = pointer.map((step) => encodeURIComponent(step.replaceAll("/", "~1")))
  const ajv = newAjv()
  ajv.addSchema(document, "openapi")
  return ajv.compile({ $ref: `openapi#/${steps.join("/")}` })
}

/**
 * The document of 2024. It contradicts itself about rules: an action is letters only, and yet "set_config". Here it may
 * have an underscore.
 */
export function openApiDocument(): { readonly [key: string]: Json } {
  const text = JSON.stringify(readSpec("cloudflare-api-2024-08-cut.openapi.json"))
  return JSON.parse(text.replaceAll('"pattern":"^[a-z]+$"', '"pattern":"^[a-z_]+$"'))
}

/** What a place in the document of 2024 takes: `/paths/~1zones/get/responses/200/...`. */
export function openApiPlaces(): (pointer: string) => ValidateFunction {
  const ajv = newAjv()
  ajv.addSchema(openApiDocument(), "openapi")
  return (pointer) => ajv.compile({ $ref: `openapi#${pointer}` })
}

export function wranglerSchema(): ValidateFunction {
  return compileAsIs(readSpec("wrangler-config.schema.json"))
}

/** What is wrong with a value, in one text; empty for nothing. */
export function problems(validate: ValidateFunction, value: unknown): string {
  return validate(value)
    ? ""
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`).join("; ")
}

function readSpec(file: string): { readonly [key: string]: Json } {
  return JSON.parse(readFileSync(`${specs}/cloudflare/${file}`, "utf8"))
}

function newAjv(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
  addFormats.default(ajv)
  return ajv
}

function compileAsIs(schema: { readonly [key: string]: Json }): ValidateFunction {
  return newAjv().compile(schema)
}

function compile(schema: { readonly [key: string]: Json }): ValidateFunction {
  return newAjv().compile(closed(schema) as { readonly [key: string]: Json })
}

function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== "object" || schema === null) return schema
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  )
  const open = inner["type"] === "object" && "properties" in inner
  return open && !("additionalProperties" in inner)
    ? { ...inner, additionalProperties: false }
    : inner
}
