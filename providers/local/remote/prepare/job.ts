import type { Prepared, Workplace } from "./prepared.ts"
import { httpOutputs } from "./prepared.ts"
import type { JobSpec } from "../../local-spec.ts"
import { ownProgram } from "../programs.ts"
import { done, type Step } from "../step.ts"
import { makeVolumes } from "./process.ts"
import { startProgram } from "./start-program.ts"

/** A job whose source is in place: a program of aidep waits until somebody asks for a run. */
export async function prepareJob(spec: JobSpec, workplace: Workplace): Promise<Step<Prepared>> {
  const { scope } = workplace
  const program = await startProgram(spec.command, workplace)
  if (program.status === "failed") return program
  const volumes = await makeVolumes(spec, workplace)
  if (volumes.status === "failed") return volumes
  const { file, args, ...place } = program.value
  const runner = ownProgram("job-runner", scope)
  return done({
    port: "any",
    programAt: (port) => ({
      ...place,
      file: scope.machine.nodePath,
      args: [runner, String(port), file, ...args],
    }),
    readinessAt: jobReadiness,
    outputsAt: httpOutputs,
    restart: "always",
    startupMs: 30_000,
    afterStart: async (port) => tellHowToRun(port, workplace),
  })
}

export function tellHowToRun(port: number, { item, scope }: Workplace): Step<undefined> {
  scope.progress(item, `Ready: ${runCommand(httpOutputs(port).url)} runs it`)
  return done(undefined)
}

/** The runner tells its state at its address. */
export function jobReadiness(port: number) {
  return { type: "healthy", port, path: "/" } as const
}

/** What a user types to run a job. */
export function runCommand(url = ""): string {
  return `"curl -X POST ${url}"`
}
