import { code, type Statement } from "aidep/provider"
import { workingFolder } from "./image.ts"
import type { ModalJob, ModalProgram } from "../modal-spec.ts"
import { decorator, sharedParameters } from "./parameters.ts"

const twoBlankLines: readonly Statement[] = [{ type: "blank" }, { type: "blank" }]

/** The function that a schedule calls; it fails when the process does. */
export function jobStatements(spec: ModalProgram, job: ModalJob): readonly Statement[] {
  const { schedule, maxContainers, command } = job
  const parameters = {
    ...sharedParameters(spec),
    max_containers: code.literal(maxContainers),
    schedule:
      schedule === undefined ? undefined : code.call("modal.Cron", [code.literal(schedule)]),
  }
  return [
    ...twoBlankLines,
    {
      type: "function",
      name: "run",
      decorators: [decorator("app.function", parameters)],
      body: [runOnce(spec, command)],
    },
  ]
}

/** Seconds that a migration may take. */
const preDeployTimeout = 3600

/** A function that `modal run` calls before a deploy; it needs no GPU. */
export function preDeployStatements(
  spec: ModalProgram,
  command: readonly string[],
): readonly Statement[] {
  const parameters = {
    ...sharedParameters(spec),
    gpu: undefined,
    timeout: code.literal(preDeployTimeout),
  }
  return [
    ...twoBlankLines,
    {
      type: "function",
      name: "pre_deploy",
      decorators: [decorator("app.function", parameters)],
      body: [runOnce(spec, command)],
    },
  ]
}

function runOnce({ image }: ModalProgram, command: readonly string[]): Statement {
  const named = { cwd: workingFolder(image), check: code.literal(true) }
  return { type: "expression", value: code.call("subprocess.run", [code.data(command)], named) }
}
