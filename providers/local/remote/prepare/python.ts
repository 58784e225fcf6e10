import { problem, type RemoteScope, shortHash } from "aidep/provider"
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
  const python = await findPython(spec.version, workplace)
  if (python.status === "failed") return python
  const list = await packageList(spec, { ...workplace, python: python.value.path })
  if (list.status === "failed") return list
  const bin = await installPackages({ ...workplace, python: python.value, list: list.value })
  return bin.status === "failed" ? bin : done([bin.value])
}

export interface Installation extends Workplace {
  readonly python: Python
  readonly list: PackageList
}

/**
 * Installs the packages into a virtual environment below .aidep, unless they are there from before; answers with the
 * folder of its programs.
 */
export async function installPackages(work: Installation): Promise<Step<string>> {
  const { item, scope, python, list } = work
  const digest = shortHash([python.path, python.version, list.key].join("\n"))
  const venv = placesOf(item, scope).venv(digest)
  const { files } = scope.ports
  if ((await files.inspect(wholeMark(venv))) === "file") return done(`${venv}/bin`)
  await files.remove(venv)
  const made = await makeVenv({ ...work, venv })
  if (made.status === "failed") return made
  const written = await files.writeAll([{ path: wholeMark(venv), text: "" }])
  if (written.status === "written") return done(`${venv}/bin`)
  return failure(problem(errors.unwritable, { path: written.path, reason: written.reason }))
}

interface VenvWork extends Installation {
  readonly venv: string
}

/** Where a virtual environment and its packages come from. */
interface Installer {
  readonly name: string
  readonly make: Tool
  readonly install: Tool
}

interface Tool {
  readonly file: string
  readonly args: readonly string[]
}

async function makeVenv(work: VenvWork): Promise<Step<unknown>> {
  const { item, venv, python, list, scope } = work
  // Without packages there is nothing for pip to do, and Debian's Python may have no pip to give.
  if (list.args.length === 0) return await runTool(work, bareVenv(python, venv))
  const { name, make, install } = await findInstaller(work)
  scope.progress(item, `Installing packages with ${name}`)
  const made = await runTool(work, make)
  if (made.status === "done")
    return await runTool(work, { ...install, args: [...install.args, ...list.args] })
  const missing = made.log.some((line) => /ensurepip|No module named '?venv/.test(line))
  if (!missing) return made
  return failure(problem(errors.venvMissing, { item, python: python.path }), made.log)
}

function bareVenv({ path }: Python, venv: string): Tool {
  return { file: path, args: ["-m", "venv", "--without-pip", venv] }
}

/** The quickest of what is there: uv, then the pip that Python has, then one that is put into the environment. */
async function findInstaller({ path, venv, python, scope }: VenvWork): Promise<Installer> {
  const own = `${venv}/bin/python`
  const uv = await findProgram("uv", path, scope)
  if (uv !== undefined)
    return {
      name: "uv",
      make: { file: uv, args: ["venv", "--quiet", "--python", python.path, venv] },
      install: { file: uv, args: ["pip", "install", "--python", own] },
    }
  const quiet = ["install", "--disable-pip-version-check", "--no-input"]
  if (await canInstallElsewhere(python, scope))
    return {
      name: "pip",
      make: bareVenv(python, venv),
      install: { file: python.path, args: ["-m", "pip", "--python", own, ...quiet] },
    }
  return {
    name: "pip",
    make: { file: python.path, args: ["-m", "venv", venv] },
    install: { file: own, args: ["-m", "pip", ...quiet] },
  }
}

/** pip has the option `--python` since 22.3, https://pip.pypa.io/en/stable/news/#v22-3 (2026-11-21). */
async function canInstallElsewhere({ path }: Python, { ports }: RemoteScope): Promise<boolean> {
  const args = ["-m", "pip", "--version"]
  const command = { file: path, args, effect: "read", timeoutMs: 20_000 } as const
  const outcome = await ports.processes.run(command)
  if (outcome.status !== "ended" || outcome.exitCode !== 0) return false
  const [major = 0, minor = 0] = (/^pip (\d+\.\d+)/.exec(outcome.stdout)?.[1] ?? "0.0")
    .split(".")
    .map(Number)
  return major > 22 || (major === 22 && minor >= 3)
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
