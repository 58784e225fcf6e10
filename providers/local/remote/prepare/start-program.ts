import { problem } from "aidep/provider"
import * as errors from "../../errors.ts"
import { findProgram } from "../programs.ts"
import type { RunProgram } from "../record.ts"
import { done, failure, type Step } from "../step.ts"
import { readPackageFile } from "./node.ts"
import type { Workplace } from "./prepared.ts"

/** The program that a start command means. */
export async function startProgram(
  command: readonly string[],
  workplace: Workplace,
): Promise<Step<RunProgram>> {
  return await resolveProgram(await withoutNpm(command, workplace), workplace)
}

/** Turns the first word of a command into the path of a file. */
export async function resolveProgram(
  [program = "", ...args]: readonly string[],
  { item, folder, path, scope }: Workplace,
): Promise<Step<RunProgram>> {
  const file = await findFile(program, { folder, path, scope })
  return file === undefined
    ? failure(problem(errors.programMissing, { item, program }))
    : done({ file, args, workingFolder: folder, path: [...path] })
}

async function findFile(
  program: string,
  { folder, path, scope }: Omit<Workplace, "item">,
): Promise<string | undefined> {
  if (program === "node") return scope.machine.nodePath
  if (!program.includes("/")) return await findProgram(program, path, scope)
  const file = program.startsWith("/") ? program : `${folder}/${program.replace(/^\.\//, "")}`
  return (await scope.ports.files.inspect(file)) === "file" ? file : undefined
}

/**
 * A start script that is one plain command is run as such: npm and its shell would stand between the supervisor and
 * the process, which costs memory and swallows signals. Everything else is left to npm.
 */
async function withoutNpm(
  command: readonly string[],
  workplace: Workplace,
): Promise<readonly string[]> {
  const name = scriptName(command)
  if (name === undefined) return command
  const scripts = (await readPackageFile(workplace))?.scripts ?? {}
  const script = scripts[name]?.trim()
  const around = scripts[`pre${name}`] ?? scripts[`post${name}`]
  if (script === undefined || script === "" || around !== undefined) return command
  const words = script.split(/\s+/)
  const plain = !/[|&;<>()$`\\"'*?#~!{}[\]]/.test(script) && words[0]?.includes("=") === false
  return plain ? words : command
}

function scriptName([program, ...args]: readonly string[]): string | undefined {
  if (program !== "npm") return undefined
  if (args.length === 1 && args[0] === "start") return "start"
  const runs = args.length === 2 && (args[0] === "run" || args[0] === "run-script")
  return runs ? args[1] : undefined
}
