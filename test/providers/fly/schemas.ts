import { readFileSync } from "node:fs"
import { Ajv } from "ajv"
import { parse } from "smol-toml"

const specs = process.env["AIDEP_SPECS"]

export const withoutSpecs = specs === undefined
if (withoutSpecs) console.log("AIDEP_SPECS is not set: Fly's schemas are not checked.")

/** What the published schema and the keys that flyctl decodes have against the text of a fly.toml. */
export function schemaErrors(text: string): readonly string[] {
  const config: unknown = parse(text)
  return ["fly.schema.json", "fly-toml-from-flyctl.schema.json"].flatMap((name) => {
    const schema: object = JSON.parse(readFileSync(`${specs}/fly/${name}`, "utf8"))
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
    const validate = ajv.compile(schema)
    validate(config)
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${name}: ${instancePath} ${message}`,
    )
  })
}
