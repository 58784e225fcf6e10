import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { format } from "node:util"
import type { runCli } from "../../src/cli/run.ts"
import type { oclifOptions } from "../../src/main.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

export interface RunCommandOptions {
  /** Working folder of the run, from `projectFolder`. */
  readonly folder: string
  /** Laid over the environment of the tests; undefined removes. Colours are off. */
  readonly variables?: Readonly<Record<string, string | undefined>>
}

export interface CommandResult {
  readonly stdout: string
  readonly stderr: string
  readonly exit: number
}

/**
 * Runs one command line in this process, without a terminal. Working folder, environment and output belong to the
 * process, so runs of one test file must follow each other: never `test.concurrent`.
 */
export async function runCommand(
  argv: readonly string[],
  { folder, variables = {} }: RunCommandOptions,
): Promise<CommandResult> {
  const program = loadProgram()
  const capture = captureOutput()
  const before = { folder: process.cwd(), variables: { ...process.env } }
  process.chdir(folder)
  setVariables({ ...plainOutput, ...variables })
  try {
    const exit = await program.runCli(argv, program.oclifOptions(root))
    return { stdout: capture.stdout(), stderr: capture.stderr(), exit }
  } finally {
    capture.stop()
    process.chdir(before.folder)
    setVariables(Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined])))
    setVariables(before.variables)
  }
}

const plainOutput = {
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  DEBUG: undefined,
  AIDEP_JSON: undefined,
}

interface Program {
  readonly runCli: typeof runCli
  readonly oclifOptions: typeof oclifOptions
}

/**
 * oclif imports the commands past vitest, through Node. All of the program has to come that way, or classes would
 * be there twice and `instanceof` would fail.
 */
function loadProgram(): Program {
  const load = createRequire(import.meta.url)
  load("../../bin/source.js")
  return { ...load("../../src/cli/run.ts"), ...load("../../src/main.ts") }
}

function captureOutput() {
  const texts = { stdout: "", stderr: "" }
  const streams = { stdout: process.stdout.write, stderr: process.stderr.write }
  const { log, info, warn, error } = console
  const capture =
    (stream: keyof typeof texts) =>
    (text: string | Uint8Array, ...rest: unknown[]) => {
      texts[stream] += typeof text === "string" ? text : new TextDecoder().decode(text)
      const done = rest.find((argument) => typeof argument === "function")
      if (typeof done === "function") done()
      return true
    }
  // oclif listens once more at every run.
  process.stdout.setMaxListeners(0)
  process.stderr.setMaxListeners(0)
  process.stdout.write = capture("stdout")
  process.stderr.write = capture("stderr")
  const line =
    (stream: keyof typeof texts) =>
    (...values: unknown[]) => {
      texts[stream] += `${format(...values)}\n`
    }
  Object.assign(console, {
    log: line("stdout"),
    info: line("stdout"),
    warn: line("stderr"),
    error: line("stderr"),
  })
  return {
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    stop: () => {
      process.stdout.write = streams.stdout
      process.stderr.write = streams.stderr
      Object.assign(console, { log, info, warn, error })
    },
  }
}

function setVariables(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
