import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { statSync } from "node:fs"
import type { Readable } from "node:stream"
import { setTimeout as sleep } from "node:timers/promises"
import type { ProcessExit, StartProblem, SupervisedProcess } from "../../../ports/supervisor.ts"
import { codeOf, reasonFor } from "../failure.ts"
import { identify, marker, type ProcessIdentity } from "../process-table.ts"
import { lineFeed } from "./line-feed.ts"
import type { RotatingLog } from "./rotating-log.ts"

export type StartedChild = RunningChild | Extract<ProcessExit, { readonly kind: "not-startable" }>

export interface RunningChild {
  readonly kind: "running"
  readonly identity: ProcessIdentity
  readonly exit: Promise<ProcessExit>
  /** Ends when all that it wrote before it ended is in the log. */
  readonly drained: () => Promise<void>
}

interface Surroundings {
  readonly log: RotatingLog
  readonly run: string
}

/** Starts the process as the leader of a session and process group of its own. */
export async function startChild(
  order: SupervisedProcess,
  { log, run }: Surroundings,
): Promise<StartedChild> {
  const nullCharacter = withNullCharacter(order)
  if (nullCharacter !== undefined) return notStartable("other", nullCharacter)
  try {
    const child = spawn(order.file, order.args, {
      cwd: order.workingFolder,
      env: { ...order.variables, [marker]: run },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    })
    const exit = exitOf(child)
    child.on("error", () => undefined)
    await once(child, "spawn")
    const pid = child.pid ?? 0
    // It may have ended already; then nobody has its number before the end is collected, which happens later.
    const identity = identify(pid) ?? { pid, started: "" }
    return { kind: "running", identity, exit, drained: drain(child, log) }
  } catch (error) {
    return failure(error, order)
  }
}

function exitOf(child: ChildProcess): Promise<ProcessExit> {
  const exit = Promise.withResolvers<ProcessExit>()
  child.once("exit", (code, signal) =>
    exit.resolve(signal === null ? { kind: "code", code: code ?? 0 } : { kind: "signal", signal }),
  )
  return exit.promise
}

/** How long the rest may take to come through the pipes, should somebody else hold them open. */
const drainMs = 1_000

function drain(
  child: ChildProcess & { readonly stdout: Readable; readonly stderr: Readable },
  log: RotatingLog,
): RunningChild["drained"] {
  const feeds = [child.stdout, child.stderr].map((stream) => {
    const feed = lineFeed(log.write)
    stream.on("data", feed.push)
    stream.on("error", () => undefined)
    return feed
  })
  const closed = once(child, "close").catch(() => undefined)
  return async () => {
    const waiting = new AbortController()
    const late = sleep(drainMs, undefined, { signal: waiting.signal }).catch(() => undefined)
    await Promise.race([closed, late])
    waiting.abort()
    for (const feed of feeds) feed.end()
  }
}

function failure(error: unknown, { file, workingFolder }: SupervisedProcess): StartedChild {
  const code = codeOf(error)
  if (!isFolder(workingFolder))
    return notStartable("missing-working-folder", `there is no folder "${workingFolder}"`)
  if (code === "ENOENT")
    return file.includes("/") && exists(file)
      ? notStartable("missing-interpreter", `the interpreter that "${file}" names is not there`)
      : notStartable("missing-program", `there is no program "${file}"`)
  if (code === "EACCES" || code === "EPERM")
    return notStartable("not-permitted", `"${file}" may not be executed`)
  return notStartable("other", reasonFor(error))
}

function notStartable(problem: StartProblem, reason: string): StartedChild {
  return { kind: "not-startable", problem, reason }
}

/** Node refuses a null character with a text that quotes the whole value. */
function withNullCharacter({ file, args, workingFolder, variables }: SupervisedProcess) {
  if ([file, workingFolder, ...args].some(holdsNull))
    return "a part of its command holds a null character"
  const [name] = Object.entries(variables).find((variable) => variable.some(holdsNull)) ?? []
  return name === undefined ? undefined : `the variable "${name}" holds a null character`
}

function holdsNull(text: string): boolean {
  return text.includes("\0")
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
