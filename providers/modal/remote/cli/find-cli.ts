import { type ApiOutcome, failedWith, problem } from "aidep/provider"
import { cliBroken, cliMissing, cliUntested } from "../../errors/cli.ts"
import { testedVersions } from "../../tested-versions.ts"
import type { ModalScope } from "./modal-scope.ts"

/** Where a virtual environment of the project keeps its programs, on Windows too. */
const places = [".venv/bin/modal", "venv/bin/modal", ".venv/Scripts/modal.exe"] as const

const longestMs = 60_000

/** Path of the command line: the project's own virtual environment first, then whatever the PATH leads to. */
export async function findCli({ folder, ports: { files } }: ModalScope): Promise<string> {
  for (const place of places) {
    const path = `${folder}/${place}`
    if ((await files.inspect(path)) === "file") return path
  }
  return "modal"
}

/** The same, once it is known to be there and of a tested version. */
export async function requireCli(scope: ModalScope): Promise<ApiOutcome<string>> {
  const file = await findCli(scope)
  const outcome = await scope.ports.processes.run({
    file,
    args: ["--version"],
    effect: "read",
    timeoutMs: longestMs,
    workingFolder: scope.folder,
  })
  if (outcome.status === "not-found") return failedWith(problem(cliMissing, {}))
  if (outcome.status === "timed-out" || outcome.exitCode !== 0)
    return failedWith(problem(cliBroken, { file }))
  const version = /\b\d+\.\d+\.\d+\S*/.exec(outcome.stdout)?.[0] ?? outcome.stdout.trim()
  return isTested(version)
    ? { status: "done", value: file }
    : failedWith(problem(cliUntested, { version, ...testedVersions }))
}

function isTested(version: string): boolean {
  const number = minorOf(version)
  return number >= minorOf(testedVersions.from) && number < minorOf(testedVersions.below)
}

const minorsOfAMajor = 1000

/** Of `1.6.4`, 1006: a patch changes nothing that was tested. */
function minorOf(version: string): number {
  const [major = Number.NaN, minor = Number.NaN] = version.split(".").map(Number)
  return major * minorsOfAMajor + minor
}
