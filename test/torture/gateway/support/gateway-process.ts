import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import type { Readable } from "node:stream"
import { eventually } from "../../../support/eventually.ts"
import { type BuiltGateway, builtGateway } from "./built-gateway.ts"
import { freePort, takesConnections } from "./free-port.ts"

/** Variables of a gateway. What is not there is not set: nothing comes from the environment of the tests. */
export type Settings = Readonly<Record<string, string>>

export interface GatewayProcess {
  readonly url: string
  readonly pid: number
  readonly child: ChildProcess
  /** Lines of standard output so far. */
  readonly lines: readonly string[]
  readonly errors: () => string
  readonly exit: Promise<number | null>
  readonly stop: () => Promise<void>
}

export interface StartOptions {
  /** Before the arguments of the gateway: options of Node, or a program that starts it. */
  readonly nodeOptions?: readonly string[]
  readonly folder?: string
}

/** The limits that the gateway gives itself on an instance of less than 1 GiB; this machine may be larger. */
export const smallInstance = ["--max-semi-space-size=4", "--max-old-space-size=96"]

/** Starts the built gateway on a free port and waits until it takes connections. */
export async function startGatewayProcess(
  settings: Settings,
  options: StartOptions = {},
): Promise<GatewayProcess> {
  const port = await freePort()
  const variables = { PORT: String(port), HOST: "127.0.0.1", ...settings }
  const started = spawnGateway(await builtGateway(), [], { settings: variables, ...options })
  const { child, exit, errors } = started
  const lines = linesOf(started.stdout)
  const listens = eventually("the gateway to listen", async () => {
    if (child.exitCode === null) return await takesConnections(port)
    throw new Error(`The gateway ended with ${child.exitCode}:\n${errors()}\n${lines.join("\n")}`)
  })
  await listens.catch(async (error: unknown) => {
    await stop(child, exit)
    throw error
  })
  const url = `http://127.0.0.1:${port}`
  return { url, pid: child.pid ?? 0, child, lines, errors, exit, stop: () => stop(child, exit) }
}

/** Lines as they come: only a line feed ends one, which is not what `node:readline` thinks. */
function linesOf(output: Readable): readonly string[] {
  const lines: string[] = []
  let rest = ""
  output.setEncoding("utf8").on("data", (part: string) => {
    const [last = "", ...whole] = (rest + part).split("\n").toReversed()
    lines.push(...whole.toReversed())
    rest = last
  })
  return lines
}

/** Runs a command of the gateway to its end, such as `keys issue`. */
export async function runGateway(
  args: readonly string[],
  settings: Settings,
): Promise<{ readonly exit: number | null; readonly stdout: string; readonly stderr: string }> {
  const { stdout, exit, errors } = spawnGateway(await builtGateway(), args, { settings })
  let text = ""
  stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part
  })
  return { exit: await exit, stdout: text, stderr: errors() }
}

function spawnGateway(
  { node, folder: home }: BuiltGateway,
  args: readonly string[],
  { settings, nodeOptions = [], folder }: StartOptions & { settings: Settings },
) {
  const child = spawn(process.execPath, [...nodeOptions, node, ...args], {
    cwd: folder ?? home,
    env: { PATH: process.env["PATH"], ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let text = ""
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    text += part
  })
  const exit = once(child, "close").then(([code]) => (typeof code === "number" ? code : null))
  return { child, stdout: child.stdout, exit, errors: () => text }
}

async function stop(child: ChildProcess, exit: Promise<number | null>): Promise<void> {
  child.kill("SIGKILL")
  // A stopped process is killed only once it runs again.
  child.kill("SIGCONT")
  await exit
}
