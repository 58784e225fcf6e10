import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, onTestFinished } from "vitest"
import * as z from "zod"
import { eventually } from "../../support/eventually.ts"
import { processesOf } from "../../support/processes-of.ts"
import { projectFolder } from "../../support/project-folder.ts"
import { type CommandResult, runCommand } from "../../support/run-command.ts"

export const apiKey = "canary-api-key-7f3a"
export const projectKey = "canary-project-key-51c9"
const program = fileURLToPath(new URL("../../../bin/dev.js", import.meta.url))

export interface Spawned {
  readonly pid: number
  /** Answers once it has written a text to standard error. */
  readonly wrote: (text: string) => Promise<void>
  /** Exit code, or the signal that ended it, with all that it wrote to standard error. */
  readonly ended: Promise<{ readonly exit: number | string | null; readonly stderr: string }>
}

export interface Stack {
  readonly folder: string
  readonly run: (...argv: readonly string[]) => Promise<CommandResult>
  readonly manifest: () => string
  readonly write: (path: string, text: string) => void
  /** What stands, by name. */
  readonly standing: () => Promise<Readonly<Record<string, Standing>>>
  /** Everything alive that was started for this project. */
  readonly processes: () => readonly number[]
  /** The process of a service itself, without its supervisor. */
  readonly service: (name: string) => number | undefined
  readonly supervisor: (name: string) => number | undefined
  /** A program of its own, for tests that end it. */
  readonly spawn: (...argv: readonly string[]) => Spawned
}

/** A project of its own name in a temporary folder on this machine; fails when the test leaves a process. */
export async function stack(files: Readonly<Record<string, string>>): Promise<Stack> {
  const name = `shop-${randomBytes(4).toString("hex")}`
  const folder = projectFolder({
    ".env": `AIDEP_SECRET_KEY=${projectKey}\nAPI_KEYS=${apiKey}\n`,
    ...(await withProject(files, name)),
  })
  const processes = () => processesOf([folder, `${name}/`])
  onTestFinished(async () => {
    const left = processes()
    for (const pid of left) kill(pid)
    await eventually("what was left to end", () => processes().length === 0)
    expect(left).toEqual([])
  })
  const run = (...argv: readonly string[]) =>
    runCommand(argv, { folder, variables: { AIDEP_TARGET: "local" } })
  return {
    folder,
    run,
    processes,
    service: (item) =>
      processesOf([`${folder}/.aidep/local/production/${item}/`]).find(
        (pid) => pid !== process.pid,
      ),
    supervisor: (item) => processesOf([`${name}/production/${item}`])[0],
    spawn: (...argv) => spawnProgram(argv, folder),
    manifest: () => readFileSync(join(folder, "aidep.yaml"), "utf8"),
    write: (path, text) => writeFileSync(join(folder, path), text),
    standing: async () => {
      const { data } = statusDocument.parse(JSON.parse((await run("status", "--json")).stdout))
      return Object.fromEntries(data.resources.map((resource) => [resource.owner, resource]))
    },
  }
}

const standing = z.object({
  owner: z.string(),
  state: z.string(),
  about: z.string(),
  deploymentId: z.string().optional(),
  outputs: z.object({ url: z.string().optional() }),
})
type Standing = z.output<typeof standing>

const statusDocument = z.object({ data: z.object({ resources: z.array(standing) }) })

/** Fills in the name and a free port for each `@port`. */
async function withProject(files: Readonly<Record<string, string>>, name: string) {
  const text = `version: 1\nname: ${name}\n${files["aidep.yaml"] ?? ""}`
  const ports = await freePorts(text.split("@port").length - 1)
  return { ...files, "aidep.yaml": ports.reduce((done, port) => done.replace("@port", port), text) }
}

function spawnProgram(argv: readonly string[], folder: string): Spawned {
  const child = spawn(process.execPath, [program, ...argv, "--target", "local"], {
    cwd: folder,
    env: { PATH: process.env["PATH"], PWD: folder, NO_COLOR: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  })
  let stderr = ""
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    stderr += part
  })
  const wrote = async (text: string) => {
    await eventually(`"${text}" in ${stderr}`, () => stderr.includes(text))
  }
  const ended = once(child, "close").then(([code, signal]) => ({ exit: code ?? signal, stderr }))
  return { pid: z.int().parse(child.pid), wrote, ended }
}

async function freePorts(count: number): Promise<readonly string[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports = await Promise.all(
    servers.map(async (server) => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      return String(z.object({ port: z.int() }).parse(server.address()).port)
    }),
  )
  for (const server of servers) server.close()
  return ports
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL")
  } catch {
    // It has ended in the meantime.
  }
}
