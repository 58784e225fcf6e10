import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { onTestFinished } from "vitest"
import * as z from "zod"

/** What the services log once they take requests. */
const listening = z.looseObject({
  message: z.literal("listening"),
  address: z.looseObject({ port: z.number() }),
})

export interface ServiceProcess {
  readonly url: string
  readonly child: ChildProcess
  /** Lines of standard output so far. */
  readonly lines: readonly string[]
  readonly exit: Promise<number | null>
}

export interface ServiceCommand {
  readonly command: readonly [string, ...string[]]
  readonly folder: string
  /** Nothing of the tests' own environment but PATH. */
  readonly variables: Readonly<Record<string, string>>
}

/** Starts a service on a free port and waits until it says that it listens; it is killed when the test ends. */
export async function startService(options: ServiceCommand): Promise<ServiceProcess> {
  const { child, exit, errors } = spawnService(options)
  const lines: string[] = []
  const url = Promise.withResolvers<string>()
  createInterface(child.stdout).on("line", (line) => {
    lines.push(line)
    const started = listening.safeParse(parseJson(line))
    if (started.success) url.resolve(`http://127.0.0.1:${started.data.address.port}`)
  })
  void exit.then((code) =>
    url.reject(new Error(`The service ended with ${code}:\n${errors()}\n${lines.join("\n")}`)),
  )
  return { url: await url.promise, child, lines, exit }
}

/** Runs a service that is expected to end by itself. */
export async function runService(options: ServiceCommand) {
  const { child, exit, errors } = spawnService(options)
  child.stdout.resume()
  return { exit: await exit, stderr: errors() }
}

function spawnService({ command: [file, ...args], folder, variables }: ServiceCommand) {
  const child = spawn(file, args, {
    cwd: folder,
    env: { PATH: process.env["PATH"], PORT: "0", HOST: "127.0.0.1", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  })
  onTestFinished(() => {
    child.kill("SIGKILL")
  })
  let text = ""
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    text += part
  })
  const exit = once(child, "close").then(([code]) => (typeof code === "number" ? code : null))
  return { child, exit, errors: () => text }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
