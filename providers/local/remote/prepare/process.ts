import { problem, type ResourceWork } from "aidep/provider"
import * as errors from "../../errors.ts"
import type { ProcessSpec } from "../../local-spec.ts"
import { placesOf } from "../places.ts"
import { runStep } from "../run-step.ts"
import { done, failure, type Step } from "../step.ts"
import { variablesFor } from "../launch/variables.ts"
import type { Readiness } from "../launch/wait-until-up.ts"
import { httpOutputs, installMs, type Prepared, type Workplace } from "./prepared.ts"
import { resolveProgram, startProgram } from "./start-program.ts"

/** A service whose source is in place: its program, and how it shows that it is up. */
export async function prepareProcess(
  spec: ProcessSpec,
  workplace: Workplace,
  work: ResourceWork,
): Promise<Step<Prepared>> {
  const program = await startProgram(spec.command, workplace)
  if (program.status === "failed") return program
  const volumes = await makeVolumes(spec, workplace)
  if (volumes.status === "failed") return volumes
  const { preDeploy, restart, startupMs } = spec
  return done({
    port: spec.port === undefined ? "none" : (spec.portWish ?? "any"),
    programAt: (port) => ({
      ...program.value,
      args: program.value.args.map((argument) => argumentAt(argument, spec.port, port)),
    }),
    readinessAt: (port) => processReadiness(spec, port),
    outputsAt: (port) => (spec.port === undefined ? {} : httpOutputs(port)),
    restart,
    startupMs,
    ...(preDeploy === undefined
      ? {}
      : { beforeStart: async () => await runPreDeploy(spec, workplace, work) }),
  })
}

export function processReadiness(
  { port, healthPath }: Pick<ProcessSpec, "port" | "healthPath">,
  actual: number,
): Readiness {
  if (port === undefined) return { type: "running" }
  return healthPath === undefined
    ? { type: "listening", port: actual }
    : { type: "healthy", port: actual, path: healthPath }
}

const everywhere = "0.0.0.0"
const loopback = "127.0.0.1"

/**
 * A command may repeat the port of the manifest, as `--port 8000` and `--bind=0.0.0.0:8000` do, and this machine may
 * have had to choose another one. Nothing here listens to other machines.
 */
export function argumentAt(argument: string, port: number | undefined, actual: number): string {
  if (port === undefined) return argument
  const here = argument.replace(
    new RegExp(`(^|=)${everywhere.replaceAll(".", "\\.")}(?=$|:)`),
    (_whole, before: string) => before + loopback,
  )
  return here.replace(
    new RegExp(`(^|=|${loopback.replaceAll(".", "\\.")}:|^:)${port}$`),
    (_whole, before: string) => before + String(actual),
  )
}

/** A folder is made by putting a file into it. */
export async function makeVolumes(
  { volumes }: Pick<ProcessSpec, "volumes">,
  { item, scope }: Workplace,
): Promise<Step<undefined>> {
  if (volumes.length === 0) return done(undefined)
  const { volume } = placesOf(item, scope)
  const marks = volumes.map((name) => ({ path: `${volume(name)}/.aidep`, text: "" }))
  const outcome = await scope.ports.files.writeAll(marks)
  if (outcome.status === "written") return done(undefined)
  return failure(problem(errors.unwritable, { path: outcome.path, reason: outcome.reason }))
}

async function runPreDeploy(
  spec: ProcessSpec,
  workplace: Workplace,
  { variables: given }: ResourceWork,
): Promise<Step<unknown>> {
  const { item, scope } = workplace
  const program = await resolveProgram(spec.preDeploy ?? [], workplace)
  if (program.status === "failed") return program
  scope.progress(item, "Running the command before the deploy")
  const { file, args, workingFolder } = program.value
  const variables = variablesFor(spec, { program: program.value, item, given, scope })
  const fails = (command: string, why: string) =>
    problem(errors.preDeployFailed, { item, command, why })
  return await runStep(
    { file, args, workingFolder, variables, timeoutMs: installMs, problem: fails },
    scope,
  )
}
