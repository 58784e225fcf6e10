import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs"
import { mkdtempSync, realpathSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { onTestFinished } from "vitest"
import { nodeSupervisor } from "../../../src/adapters/supervisor/node-supervisor.ts"
import { supervisorProgram } from "../../../src/adapters/supervisor/supervisor-program.ts"
import type { ProcessState, SupervisedProcess, Supervisor } from "../../../src/ports/supervisor.ts"
import { eventually } from "../../support/eventually.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))

export const supervisor: Supervisor = nodeSupervisor(supervisorProgram(root))

export const quick = { firstMs: 20, longestMs: 40, resetAfterMs: 60_000, crashes: 1_000 }

export interface Place {
  /** Where state and logs go; not made yet. */
  readonly folder: string
  /** Where the program and what it writes are. */
  readonly workingFolder: string
  /** An order to run this text with Node. */
  readonly script: (text: string, changes?: Partial<SupervisedProcess>) => SupervisedProcess
}

/** A temporary place; whatever was started there is ended with the test, then the place is removed. */
export function place(): Place {
  const workingFolder = realpathSync(mkdtempSync(join(tmpdir(), "aidep-supervised-")))
  const folder = join(workingFolder, "service")
  onTestFinished(async () => {
    const outcome = await supervisor.stop(folder, { graceMs: 0 })
    rmSync(workingFolder, { recursive: true, force: true, maxRetries: 5 })
    if (outcome.status === "still-alive") throw new Error(`Still alive: ${outcome.pids.join(", ")}`)
  })
  return {
    folder,
    workingFolder,
    script: (text, changes = {}) => {
      const file = join(workingFolder, "program.mjs")
      writeFileSync(file, text)
      return {
        folder,
        file: process.execPath,
        args: [file],
        workingFolder,
        variables: {},
        restart: "always",
        maxLogBytes: 1024 * 1024,
        label: "test",
        backOff: quick,
        ...changes,
      }
    },
  }
}

/** Starts it and answers with the numbers of both processes. */
export async function start(order: SupervisedProcess) {
  const outcome = await supervisor.start(order)
  if (outcome.status !== "started") throw new Error(JSON.stringify(outcome))
  return outcome
}

export async function untilState<S extends ProcessState["status"]>(
  folder: string,
  status: S,
  accept: (state: Extract<ProcessState, { status: S }>) => boolean = () => true,
): Promise<Extract<ProcessState, { status: S }>> {
  let last: ProcessState | undefined
  const isWanted = (state: ProcessState): state is Extract<ProcessState, { status: S }> =>
    state.status === status
  try {
    return await eventually(`the state "${status}"`, async () => {
      last = await supervisor.inspect(folder)
      return isWanted(last) && accept(last) && last
    })
  } catch (error) {
    throw new Error(`The last state was ${JSON.stringify(last)}.`, { cause: error })
  }
}

/** The log has a line that matches. */
export async function untilLogged(folder: string, pattern: RegExp): Promise<string> {
  return await eventually(`the line ${pattern}`, async () =>
    (await supervisor.tail(folder, 10_000)).find((line) => pattern.test(line)),
  )
}

/** Neither running nor a zombie that still runs code. */
export function isGone(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
    return /^\) [ZX]/.test(stat.slice(stat.lastIndexOf(")")))
  } catch {
    return true
  }
}

/** All text below a folder: names, contents and where links lead. */
export function allTextIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      if (entry.isSymbolicLink()) return `${path}\n${readlinkSync(path)}`
      return entry.isFile() ? `${path}\n${readFileSync(path, "latin1")}` : path
    })
    .join("\n")
}
