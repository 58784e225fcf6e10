import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import * as z from "zod"
import { python } from "../deploy.ts"

const parser = fileURLToPath(new URL("parse_arguments.py", import.meta.url))
const runner = fileURLToPath(new URL("run_cli.py", import.meta.url))

/** What the parser of the installed client says of each list of arguments: null where it takes them. */
export function parserProblems(
  commands: readonly (readonly string[])[],
  folder: string,
): readonly (string | null)[] {
  return z.array(z.string().nullable()).parse(runPython(parser, commands, { folder }))
}

const results = z.array(
  z.object({
    args: z.array(z.string()),
    code: z.number(),
    stdout: z.string(),
    stderr: z.string(),
    requests: z.array(z.object({ method: z.string(), message: z.record(z.string(), z.unknown()) })),
  }),
)

export type ClientResult = z.output<typeof results>[number]

export interface ControlPlane {
  /** Messages of `api.proto` by method. */
  readonly answers?: Readonly<Record<string, unknown>>
  /** Status of gRPC and words, by method. */
  readonly errors?: Readonly<Record<string, readonly [string, string]>>
  /** The client's configuration file. */
  readonly config?: string
  /** Laid over the environment of the test. */
  readonly variables?: Readonly<Record<string, string>>
}

/** Runs commands of the installed client against a stand-in of Modal's control plane. */
export function runClient(
  commands: readonly (readonly string[])[],
  { variables = {}, ...plane }: ControlPlane,
): readonly ClientResult[] {
  return results.parse(runPython(runner, { commands, ...plane }, { variables }))
}

interface Surroundings {
  readonly folder?: string
  readonly variables?: Readonly<Record<string, string>>
}

function runPython(script: string, input: unknown, { folder, variables }: Surroundings): unknown {
  const { stdout, stderr } = spawnSync(python, [script], {
    encoding: "utf8",
    input: JSON.stringify(input),
    timeout: 60_000,
    env: { ...process.env, ...variables },
    ...(folder === undefined ? {} : { cwd: folder }),
  })
  if (stdout === "") throw new Error(stderr)
  return JSON.parse(stdout)
}
