import { shellLine } from "../../_shared/shell-line.ts"
import type { GithubOptions } from "../options.ts"
import type { TestableFolder } from "../spec.ts"
import { action } from "./actions.ts"
import { plainText } from "./expressions.ts"
import * as scripts from "./scripts.ts"
import type { Step } from "./types.ts"

/** The repository, without leaving its token on the disk. */
export const checkOut: Step = {
  name: "Check out",
  uses: action("checkout"),
  with: { "persist-credentials": false },
}

/** The repository with aidep ready to be called through npx. */
export function aidepSteps({ nodeVersion, aidepVersion }: GithubOptions): readonly Step[] {
  return [
    checkOut,
    setUpNode(nodeVersion),
    {
      name: "Find aidep",
      run: scripts.findAidep,
      env: { AIDEP_VERSION: plainText(aidepVersion) },
    },
  ]
}

/** The repository with Node.js and what the project's own lock file lists. */
export function projectSteps({ nodeVersion }: GithubOptions): readonly Step[] {
  return [
    checkOut,
    setUpNode(nodeVersion),
    { name: "Install dependencies", run: scripts.installLocked },
  ]
}

/** The repository with the language and the dependencies of a source folder. */
export function folderSteps(folder: TestableFolder): readonly Step[] {
  return [checkOut, setUpLanguage(folder), inFolder(folder.path, installDependencies(folder))]
}

/** A step that runs one command. Nothing in it is meant to expand, which shellcheck asks about. */
export function commandStep(name: string, command: readonly string[]): Step {
  const line = plainText(shellLine(command))
  const run = /[$`]/.test(line) ? `# shellcheck disable=SC2016\n${line}\n` : line
  return { name, run }
}

/** A step that runs in a folder of the repository. */
export function inFolder(path: string, { env, ...step }: Step): Step {
  const where = path === "." ? {} : { "working-directory": plainText(path) }
  return { ...step, ...where, ...(env === undefined ? {} : { env }) }
}

function setUpLanguage({ language, version, path }: TestableFolder): Step {
  if (language === "node") return setUpNode(version)
  return {
    name: "Set up Python",
    uses: action("setupUv"),
    with: {
      "python-version": version,
      "activate-environment": true,
      "working-directory": path === "." ? undefined : plainText(path),
      "enable-cache": false,
    },
  }
}

/** Without a cache: what a pull request stores there, a later deploy would run. */
function setUpNode(version: string): Step {
  return {
    name: "Set up Node.js",
    uses: action("setupNode"),
    with: { "node-version": plainText(version), "package-manager-cache": false },
  }
}

function installDependencies({ dependencyFile }: TestableFolder): Step {
  const name = "Install dependencies"
  switch (dependencyFile) {
    case "package-lock.json":
      return { name, run: "npm ci" }
    case "package.json":
      return { name, run: "npm install" }
    case "requirements.txt":
      return { name, run: scripts.installRequirements }
    case "pyproject.toml":
      return { name, run: scripts.installPyproject }
  }
}
