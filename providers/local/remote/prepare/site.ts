import { problem } from "aidep/provider"
import * as errors from "../../errors.ts"
import type { SiteSpec } from "../../local-spec.ts"
import { basicVariables } from "../programs.ts"
import { runStep } from "../run-step.ts"
import { done, failure, type Step } from "../step.ts"
import { httpOutputs, installMs, type Prepared, type Workplace } from "./prepared.ts"
import { resolveProgram } from "./start-program.ts"

/** Runs the build command of a static site with its variables, and looks for what it had to write. */
export async function buildSite(
  { buildCommand, output }: SiteSpec,
  workplace: Workplace,
  variables: Readonly<Record<string, string>>,
): Promise<Step<undefined>> {
  const { item, folder, path, scope } = workplace
  if (buildCommand !== undefined) {
    const program = await resolveProgram(buildCommand, workplace)
    if (program.status === "failed") return program
    scope.progress(item, "Building")
    const built = await runStep(
      {
        file: program.value.file,
        args: program.value.args,
        workingFolder: folder,
        variables: { ...basicVariables(scope, path), ...variables },
        timeoutMs: installMs,
        problem: (command, why) => problem(errors.buildFailed, { item, command, why }),
      },
      scope,
    )
    if (built.status === "failed") return built
  }
  const found = await scope.ports.files.inspect(siteFolder(output, folder))
  return found === "folder"
    ? done(undefined)
    : failure(problem(errors.outputMissing, { item, output }))
}

/** Serves the built files with the program of aidep. */
export function preparedSite({ output }: SiteSpec, { folder, path, scope }: Workplace): Prepared {
  const { nodePath, staticServer } = scope.machine
  const args = [staticServer, siteFolder(output, folder)]
  return {
    port: "any",
    programAt: () => ({ file: nodePath, args, workingFolder: folder, path: [...path] }),
    readinessAt: (port) => ({ type: "listening", port }),
    outputsAt: httpOutputs,
    restart: "always",
    startupMs: 30_000,
  }
}

function siteFolder(output: string, folder: string): string {
  return output === "." ? folder : `${folder}/${output}`
}
