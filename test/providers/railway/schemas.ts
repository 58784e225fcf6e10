import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv } from "ajv"

const specs = process.env["AIDEP_SPECS"]
/** True without the official schemas: the tests that need them are skipped. */
export const withoutSpecs = specs === undefined
if (withoutSpecs) console.log("AIDEP_SPECS is not set: Railway's schemas are not checked.")

/** What the schema of `.railway/railway.ts` says against a graph; empty when it fits. */
export function graphProblems(graph: unknown): readonly unknown[] {
  return problems("railway-iac-3.11.0-types.schema.json", "#/definitions/Graph", graph)
}

/** What the schema of an environment's configuration says against that of one service; empty when it fits. */
export function serviceConfigProblems(config: unknown): readonly unknown[] {
  return problems("railway-iac-3.11.0-types.schema.json", "#/definitions/ServiceConfig", config)
}

/** What the schema of `railway.json` says against a file's content; empty when it fits. */
export function configProblems(config: unknown): readonly unknown[] {
  return problems("railway-config-as-code.schema.json", "#", config)
}

function problems(file: string, part: string, value: unknown): readonly unknown[] {
  const schema = JSON.parse(readFileSync(join(specs ?? "", "railway", file), "utf8"))
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addSchema(schema, "schema")
  ajv.validate(`schema${part}`, value)
  return ajv.errors ?? []
}
