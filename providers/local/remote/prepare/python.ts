import { problem, shortHash } from "aidep/provider"
import * as errors from "../../errors.ts"
import type { SourceSpec } from "../../local-spec.ts"
import { placesOf, wholeMark } from "../places.ts"
import { basicVariables, findProgram } from "../programs.ts"
import { runStep } from "../run-step.ts"
import { done, failure, type Step } from "../step.ts"
import { findPython, type Python } from "./find-python.ts"
import { installMs, type Workplace } from "./prepared.ts"
import { packageList, type PackageList } from "./python-packages.ts"

/** Makes the virtual environment of a service in Python; answers with the folders where its programs are. */
export async function preparePython(
  spec: SourceSpec,
  workplace: Workplace,
): Promise<Step<readonly string[]>> {
  if (spec.language !== "python") return done([])
  const { item, scope } = workplace
  const python = await findPython(spec.version, workplace)
  if (python.status === "failed") return python
  const list = await packageList(spec, { ...workplace, python: python.value.path })
  if (list.status === "failed") return list
  const { path, version } = python.value
  const venv = placesOf(item, scope).venv(shortHash([path, version, list.value.key].join("\n")))
  const { files } = scope.ports
  if ((await files.inspect(wholeMark(venv))) === "file") return done([`${venv}/bin`])
  await files.remove(venv)
  const made = await makeVenv({ ...workplace, venv, python: python.value, list: list.value })
  if (made.status === "failed") return made
  const written = await files.writeAll([{ path: wholeMark(venv), text: "" }])
  if (written.status === "written") return done([`${venv}/bin`])
  return failure(problem(errors.unwritable, { path: written.path, reason: written.reason }))
}

interface VenvWork extends Workplace {
  readonly venv: string
  readonly python: Python
  readonly list: PackageList
}

async function makeVenv(work: VenvWork): Promise<Step<unknown>> {
  const { item, path, venv, python, list, scope } = work
  // Without packages there is nothing for pip to do, and Debian's Python has no pip to give.
  if (list.args.length === 0)
    return await make(work, { file: python.path, args: ["-m", "venv", "--without-pip", venv] })
  const uv = await findProgram("uv", path, scope)
  scope.progress(item, `Installing packages with ${uv === undefined ? "pip" : "uv"}`)
  const made = await make(
    work,
    uv === undefined
      ? { file: python.path, args: ["-m", "venv", venv] }
      : { file: uv, args: ["venv", "--quiet", "--python", python.path, venv] },
  )
  if (made.status === "failed") return made
  const own = `${venv}/bin/python`
  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
  return await runTool(
    work,
    uv === undefined
      ? { file: own, args: [...pip, ...list.args] }
      : { file: uv, args: ["pip", "install", "--python", own, ...list.args] },
  )
}

interface Tool {
  readonly file: string
  readonly args: readonly string[]
}

async function make(work: VenvWork, tool: Tool): Promise<Step<unknown>> {
  const { item, python } = work
  const outcome = await runTool(work, tool)
  const missing =
    outcome.status === "failed" &&
    outcome.log.some((line) => /ensurepip|No module named '?venv/.test(line))
  return missing
    ? failure(problem(errors.venvMissing, { item, python: python.path }), outcome.log)
    : outcome
}

async function runTool(
  { item, folder, path, scope }: VenvWork,
  tool: Tool,
): Promise<Step<unknown>> {
  return await runStep(
    {
      ...tool,
      workingFolder: folder,
      variables: basicVariables(scope, path),
      timeoutMs: installMs,
      problem: (command, why) => problem(errors.packagesFailed, { item, command, why }),
    },
    scope,
  )
}
