import { problem } from "aidep/provider"
import * as z from "zod"
import * as errors from "../../errors.ts"
import type { SourceSpec } from "../../local-spec.ts"
import { runStep } from "../run-step.ts"
import { done, failure, type Step } from "../step.ts"
import type { Workplace } from "./prepared.ts"

/** The packages of a service as pip and uv take them. */
export interface PackageList {
  /** Empty for none. */
  readonly args: readonly string[]
  /** The same as long as the packages are. */
  readonly key: string
}

interface PythonWorkplace extends Workplace {
  /** Path of the interpreter. */
  readonly python: string
}

export async function packageList(
  spec: SourceSpec,
  workplace: PythonWorkplace,
): Promise<Step<PackageList>> {
  const { dependencyFile } = spec
  if (dependencyFile === "requirements.txt") return done(await fromRequirements(spec, workplace))
  if (dependencyFile === "pyproject.toml") return await fromProject(workplace)
  return done({ args: [], key: "" })
}

async function fromRequirements(
  spec: SourceSpec,
  { folder, scope }: Workplace,
): Promise<PackageList> {
  const { files } = scope.ports
  // What an engine of models needs takes gigabytes, so that the list of each may be a file of its own.
  const ofEngine = "engine" in spec ? `requirements-${spec.engine}.txt` : ""
  const hasOwn = ofEngine !== "" && (await files.inspect(`${folder}/${ofEngine}`)) === "file"
  const file = hasOwn ? ofEngine : "requirements.txt"
  const content = await files.read(`${folder}/${file}`)
  const text = content.status === "read" ? new TextDecoder().decode(content.bytes) : ""
  const lines = text.split("\n").map((line) => line.replace(/(^|\s)#.*$/, "").trim())
  const packages = lines.filter((line) => line !== "")
  const args = packages.length === 0 ? [] : ["-r", file]
  return { args, key: packages.join("\n") + localPart(packages, folder) }
}

/** Where the list leads to other files of the source, each version of the source has an environment of its own. */
function localPart(packages: readonly string[], folder: string): string {
  return packages.some((line) => localLine.test(line)) ? `\n${folder}` : ""
}

const localLine = /^(-r|-c|-e|--requirement|--constraint|--editable)\b|^\.|^\/|file:|^[\w.-]+\//

const printDependencies = [
  "import json, tomllib",
  'print(json.dumps(tomllib.load(open("pyproject.toml", "rb")).get("project", {}).get("dependencies", [])))',
].join("; ")

/** What `project.dependencies` lists, without the project itself, as the generated Dockerfiles install it. */
async function fromProject({
  item,
  folder,
  path,
  python,
  scope,
}: PythonWorkplace): Promise<Step<PackageList>> {
  const fails = (why: string) =>
    problem(errors.packagesFailed, { item, command: "read pyproject.toml", why })
  const printed = await runStep(
    {
      file: python,
      args: ["-c", printDependencies],
      workingFolder: folder,
      variables: { PATH: path.join(":") },
      timeoutMs: 20_000,
      problem: (_command, why) => fails(why),
    },
    scope,
  )
  if (printed.status === "failed") return printed
  const names = z.array(z.string()).safeParse(JSON.parse(printed.value))
  if (!names.success) return failure(fails('found no list of texts in "project.dependencies"'))
  return done({ args: names.data, key: names.data.join("\n") + localPart(names.data, folder) })
}
