import type { Diagnostic, ItemScope, Service, SourceFolder } from "aidep/provider"
import { shellLine } from "../../_shared/shell-line.ts"
import { buildProblems, startCommandOf } from "../../_shared/start-command.ts"
import { pythonVersion } from "../errors/service.ts"
import type { RenderOptions } from "../options.ts"
import { type Build, repositoryOf } from "./build-fields.ts"

/** Render's own Node or Python. Source: https://render.com/docs/native-runtimes (2026-08). */
export function nativeBuild(
  service: Service,
  code: SourceFolder,
  { options, report }: ItemScope<RenderOptions>,
): Build {
  const start = startCommandOf(service) ?? []
  // Its own Dockerfile does not matter here, so that the language and the start command have to be known.
  const unknown = buildProblems({ ...service, code: { ...code, dockerfile: undefined } }, report)
  return {
    fields: {
      runtime: code.runtime?.language ?? "node",
      ...repositoryOf(options),
      rootDir: code.path === "." ? undefined : code.path,
      buildCommand: installation(code).map(shellLine).join(" && "),
      startCommand: shellLine(start),
    },
    variables: variablesOf(code, start),
    files: [],
    diagnostics: [...unknown, ...versionProblems(code, report)],
  }
}

function installation({ dependencyFile }: SourceFolder): readonly (readonly string[])[] {
  switch (dependencyFile) {
    case "package-lock.json":
      return [
        ["npm", "ci"],
        ["npm", "run", "build", "--if-present"],
      ]
    case "requirements.txt":
      return [["pip", "install", "-r", "requirements.txt"]]
    case "pyproject.toml":
      return [["pip", "install", "."]]
    case "package.json":
      return [
        ["npm", "install"],
        ["npm", "run", "build", "--if-present"],
      ]
    case undefined:
      return [["true"]]
  }
}

/** Without `--host`, uvicorn listens on 127.0.0.1, where Render does not find it. */
function variablesOf({ runtime }: SourceFolder, start: readonly string[]) {
  if (runtime === undefined) return {}
  if (runtime.language === "node") return { NODE_VERSION: runtime.version }
  const bare = start.includes("uvicorn") && !start.some((word) => word.startsWith("--host"))
  return { PYTHON_VERSION: runtime.version, ...(bare && { UVICORN_HOST: "0.0.0.0" }) }
}

/** Source: https://render.com/docs/python-version (2026-08): the variable takes full versions only. */
function versionProblems(
  { runtime }: SourceFolder,
  report: ItemScope<RenderOptions>["report"],
): readonly Diagnostic[] {
  const full = runtime?.language !== "python" || /^\d+\.\d+\.\d+$/.test(runtime.version)
  return full ? [] : [report(pythonVersion, { version: runtime.version }, "runtime")]
}
