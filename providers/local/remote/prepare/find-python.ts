import { problem } from "aidep/provider"
import * as errors from "../../errors.ts"
import { findProgram } from "../programs.ts"
import { done, failure, type Step } from "../step.ts"
import type { Workplace } from "./prepared.ts"

export interface Python {
  readonly path: string
  /** Such as `3.12.4`. */
  readonly version: string
}

/** Oldest minor version of Python 3 that services may count on. */
const oldest = 11
const names = ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"]

/** The Python of the wished version where it is installed, else the newest one. */
export async function findPython(
  wish: string | undefined,
  { item, path, scope }: Pick<Workplace, "item" | "path" | "scope">,
): Promise<Step<Python>> {
  const tried = wish === undefined ? names : [...new Set([`python${wish}`, ...names])]
  let tooOld: string | undefined
  for (const name of tried) {
    const file = await findProgram(name, path, scope)
    const version = file === undefined ? undefined : await versionOf(file, path, scope)
    if (file === undefined || version === undefined) continue
    if (isNewEnough(version)) return done({ path: file, version })
    tooOld ??= version
  }
  const params = { item, tried, ...(tooOld === undefined ? {} : { tooOld }) }
  return failure(problem(errors.pythonMissing, params))
}

const printVersion = "import sys; print('.'.join(map(str, sys.version_info[:3])))"

/** Version managers put programs into PATH that only say that the version is not installed. */
async function versionOf(
  file: string,
  path: readonly string[],
  { ports }: Pick<Workplace["scope"], "ports">,
): Promise<string | undefined> {
  const outcome = await ports.processes.run({
    file,
    args: ["-c", printVersion],
    effect: "read",
    timeoutMs: 20_000,
    variables: { PATH: path.join(":") },
  })
  if (outcome.status !== "ended" || outcome.exitCode !== 0) return undefined
  return /^\d+\.\d+\.\d+$/.exec(outcome.stdout.trim())?.[0]
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  return major > 3 || (major === 3 && minor >= oldest)
}
