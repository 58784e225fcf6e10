import { problem } from "aidep/provider"
import * as z from "zod"
import * as errors from "../../errors.ts"
import type { SourceSpec } from "../../local-spec.ts"
import { parseJson } from "../parse-json.ts"
import { basicVariables, findProgram } from "../programs.ts"
import { runStep } from "../run-step.ts"
import { done, failure, type Step } from "../step.ts"
import { installMs, type StepProblem, type Workplace } from "./prepared.ts"

const names = z.record(z.string(), z.unknown()).catch({})

const packageFile = z.object({
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  scripts: z.record(z.string(), z.string()).catch({}),
})
export type PackageFile = z.output<typeof packageFile>

/** What package.json says; undefined where there is none that can be read. */
export async function readPackageFile({
  folder,
  scope,
}: Workplace): Promise<PackageFile | undefined> {
  const content = await scope.ports.files.read(`${folder}/package.json`)
  if (content.status !== "read") return undefined
  return packageFile.safeParse(parseJson(new TextDecoder().decode(content.bytes))).data
}

/**
 * What the generated Dockerfiles do: all packages, the script `build` where there is one, then only what is needed
 * to run. A static site keeps all, since its build command comes afterwards.
 */
export async function installNodePackages(
  spec: SourceSpec,
  workplace: Workplace,
): Promise<Step<undefined>> {
  if (spec.language === "python") return done(undefined)
  const found = await readPackageFile(workplace)
  if (found === undefined) return done(undefined)
  const { item, folder, path, scope } = workplace
  const npm = await findProgram("npm", path, scope)
  for (const { args, text, fails } of await stepsFor(spec, found, workplace)) {
    if (npm === undefined) return failure(problem(errors.npmMissing, { item }))
    scope.progress(item, text)
    const variables = { ...basicVariables(scope, path), NPM_CONFIG_UPDATE_NOTIFIER: "false" }
    const command = { file: npm, args, workingFolder: folder, variables, timeoutMs: installMs }
    const outcome = await runStep({ ...command, problem: fails }, scope)
    if (outcome.status === "failed") return outcome
  }
  return done(undefined)
}

interface NpmStep {
  readonly args: readonly string[]
  readonly text: string
  readonly fails: StepProblem
}

const quiet = ["--no-audit", "--no-fund"]

async function stepsFor(
  spec: SourceSpec,
  { dependencies, devDependencies, optionalDependencies, scripts }: PackageFile,
  { item, folder, scope }: Workplace,
): Promise<readonly NpmStep[]> {
  const builds = (spec.type === "process" || spec.type === "job") && scripts["build"] !== undefined
  const all = builds || spec.type === "site"
  const lists = [dependencies, optionalDependencies, ...(all ? [devDependencies] : [])]
  const locked = (await scope.ports.files.inspect(`${folder}/package-lock.json`)) === "file"
  const noPackages: StepProblem = (command, why) =>
    problem(errors.packagesFailed, { item, command, why })
  const noBuild: StepProblem = (command, why) => problem(errors.buildFailed, { item, command, why })
  const install: NpmStep = {
    args: [locked ? "ci" : "install", all ? "--include=dev" : "--omit=dev", ...quiet],
    text: "Installing packages with npm",
    fails: noPackages,
  }
  const build: NpmStep = { args: ["run", "build"], text: "Building", fails: noBuild }
  const prune: NpmStep = {
    args: ["prune", "--omit=dev", ...quiet],
    text: "Removing packages that only the build needed",
    fails: noPackages,
  }
  const any = lists.some((list) => Object.keys(list).length > 0)
  return [...(any ? [install] : []), ...(builds ? [build, ...(any ? [prune] : [])] : [])]
}
