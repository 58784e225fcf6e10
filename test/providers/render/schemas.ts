import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv2020 } from "ajv/dist/2020.js"

const specs = process.env["AIDEP_SPECS"]
/** True without the official schemas: the tests that need them are skipped. */
export const withoutSpecs = specs === undefined
if (withoutSpecs) console.log("AIDEP_SPECS is not set: Render's schemas are not checked.")

const readJson = (name: string) =>
  JSON.parse(readFileSync(join(specs ?? "", "render", name), "utf8"))

/** What Render's own schema says against a Blueprint; empty when it fits. */
export function blueprintProblems(blueprint: unknown): readonly unknown[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
  ajv.validate(readJson("render-blueprint.schema.json"), blueprint)
  return ajv.errors ?? []
}

/** A definition of the Blueprint's schema, such as the plans there are. */
export function blueprintEnum(definition: string): readonly string[] {
  return readJson("render-blueprint.schema.json").definitions[definition].enum
}

/** An enumeration of the published API. */
export function apiEnum(schema: string): readonly string[] {
  return readJson("render-public-api.openapi.json").components.schemas[schema].enum
}
