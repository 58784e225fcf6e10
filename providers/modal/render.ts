import {
  type Artifact,
  code,
  type CodeFile,
  type SpecsOnPlatform,
  type Statement,
} from "aidep/provider"
import { jobStatements, preDeployStatements } from "./program/functions.ts"
import { imageStatements } from "./program/image.ts"
import type { ModalProgram, ModalSpec } from "./modal-spec.ts"
import { isChecked, serverStatements } from "./program/server.ts"

export interface ModalSpecs {
  readonly service: ModalSpec
  readonly resource: never
  readonly edge: never
}

/** One Python file for each service, which `modal deploy` reads. */
export function renderModal({ services }: SpecsOnPlatform<ModalSpecs>): readonly Artifact[] {
  return services.flatMap((spec) => {
    const content = { format: "python", value: programOf(spec), header: header(spec) } as const
    return [{ path: spec.file, content }, ...spec.dockerfile]
  })
}

/** The Python program that makes the app. */
export function programOf(spec: ModalProgram): CodeFile {
  return { statements: statementsOf(spec) }
}

function statementsOf(spec: ModalProgram): readonly Statement[] {
  const { app, tags, image, secret, entry, preDeploy } = spec
  const standard = ["subprocess", ...(isChecked(entry) ? ["urllib.parse", "urllib.request"] : [])]
  return [
    ...standard.map(importOf),
    { type: "blank" },
    importOf("modal"),
    { type: "blank" },
    {
      type: "assign",
      name: "app",
      value: code.call("modal.App", [code.literal(app)], { tags: code.data(tags) }),
    },
    ...imageStatements(image),
    {
      type: "assign",
      name: "secret",
      value: code.call("modal.Secret.from_name", [code.literal(secret.name)], {
        required_keys: code.data(secret.requiredKeys),
      }),
    },
    ...(preDeploy === undefined ? [] : preDeployStatements(spec, preDeploy)),
    ...(entry.type === "server" ? serverStatements(spec, entry) : jobStatements(spec, entry)),
  ]
}

function importOf(module: string): Statement {
  return { type: "import", module, names: [] }
}

/** What belongs to the app and is not in the file, as the commands that set it. */
function header({ file, environment, secret, preDeploy, entry, strategy }: ModalSpec): string {
  const where = environment === undefined ? "" : ` --env ${environment}`
  const how = strategy === "rolling" ? "" : ` --strategy ${strategy}`
  return [
    `Made once:  modal secret create${where} ${secret.name} KEY=VALUE ... (keys: "required_keys" below)`,
    ...(preDeploy === undefined ? [] : [`Before it:  modal run${where} ${file}::pre_deploy`]),
    `Deployed:   modal deploy${where}${how} ${file}`,
    ...(isChecked(entry) ? [`Tried out:  modal run${where} ${file}::check`] : []),
  ].join("\n")
}
