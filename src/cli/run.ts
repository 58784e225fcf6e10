import { Config, Errors, flush, run as runOclif, settings } from "@oclif/core"
import { nearest } from "../core/manifest/nearest.ts"
import { AidepError, problem } from "../errors/aidep-error.ts"
import * as errors from "../errors/catalogue/usage.ts"
import { type ExitCode, exitCodes } from "../errors/exit-codes.ts"
import { printFailure } from "./print.ts"
import { processTerminal } from "./terminal.ts"

/** Options that tell oclif where it runs; see `main.ts`. */
export type OclifOptions = Exclude<Parameters<typeof runOclif>[1], string | undefined>

/** Runs one command line and answers with its exit code. Prints every failure, and never throws. */
export async function runCli(argv: readonly string[], options: OclifOptions): Promise<ExitCode> {
  settings.enableAutoTranspile = false
  try {
    const exit: unknown = await runOclif([...argv], options)
    await flush()
    return Object.values(exitCodes).find((code) => code === exit) ?? exitCodes.ok
  } catch (error) {
    if (error instanceof Errors.ExitError && error.oclif.exit === 0) return exitCodes.ok
    return await fail(error, argv, options)
  }
}

async function fail(
  error: unknown,
  argv: readonly string[],
  options: OclifOptions,
): Promise<ExitCode> {
  const command = argv.find((argument) => !argument.startsWith("-")) ?? ""
  const known = await knownError(error, command, options)
  const terminal = processTerminal()
  if (known.exit === exitCodes.bug || process.env["DEBUG"]?.includes("aidep") === true)
    terminal.note(error instanceof Error ? (error.stack ?? error.message) : String(error))
  await printFailure(known, { command, json: wantsJson(argv), terminal })
  return known.exit
}

/** Of a command line that may be wrong, so that no parser can be asked. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.includes("--json") || /(?:^| )--format[= ]json(?: |$)/.test(argv.join(" "))
}

async function knownError(
  error: unknown,
  command: string,
  options: OclifOptions,
): Promise<AidepError> {
  if (error instanceof AidepError) return error
  if (error instanceof Error && error.name === "ExitPromptError")
    return new AidepError(problem(errors.interrupted, {}))
  if (error instanceof Errors.CLIError && /^command .* not found/i.test(error.message))
    return await commandNotFound(command, options)
  if (error instanceof Errors.CLIError) return usageError(error, command)
  const reason = error instanceof Error ? error.message : String(error)
  return new AidepError(problem(errors.bug, { reason }), { cause: error })
}

async function commandNotFound(command: string, options: OclifOptions): Promise<AidepError> {
  const { commandIDs } = await Config.load(options)
  const near = nearest(command, commandIDs)
  return new AidepError(
    problem(errors.unknownCommand, { command, ...(near === undefined ? {} : { near }) }),
  )
}

/** oclif describes wrong flags and arguments, and ends with a pointer to its help. */
function usageError(error: Error, command: string): AidepError {
  const reason = error.message.replace(/\s*See more help with --help\s*$/, "").trim()
  return new AidepError(problem(errors.invalidArguments, { reason, command }), { cause: error })
}
