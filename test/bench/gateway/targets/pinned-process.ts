import { spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync, readFileSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"
import { takesConnections } from "../../../torture/gateway/support/free-port.ts"

/** What is measured has core 0 for itself; load and upstream share core 1. */
export type Core = 0 | 1

export interface PinnedProcess {
  readonly port: number
  /** From the start of the process until it took a connection. */
  readonly readyMs: number
  /** Resident memory now, in MB of 1,000,000 bytes. */
  readonly residentMb: () => number
  /** The most that was resident so far, in MB. */
  readonly peakMb: () => number
  /** Processor time so far, in milliseconds. */
  readonly processorMs: () => number
  readonly stop: () => Promise<void>
}

export interface PinnedCommand {
  readonly command: readonly [string, ...string[]]
  readonly core: Core
  /** Where it is going to listen, on 127.0.0.1. */
  readonly port: number
  readonly variables?: Readonly<Record<string, string>>
  /** Its log goes to this file: a pipe would cost the one who reads it. */
  readonly log?: string
}

/** Clock ticks of `/proc/PID/stat` a second, on every Linux of today. */
const ticksPerSecond = 100
const kibibytesPerMb = 1_000_000 / 1024
const readyTimeoutMs = 20_000

/** Starts a process on one core of this machine and waits until it listens. Of variables it gets PATH and its own. */
export async function startPinned(options: PinnedCommand): Promise<PinnedProcess> {
  const { command, core, port, variables = {}, log = "/dev/null" } = options
  const output = openSync(log, "a")
  const start = performance.now()
  const child = spawn("taskset", ["-c", String(core), ...command], {
    env: { PATH: process.env["PATH"], ...variables },
    stdio: ["ignore", output, output],
  })
  closeSync(output)
  const closed = once(child, "close")
  const { pid } = child
  if (pid === undefined) throw new Error("taskset (Debian: util-linux) cannot be started.")
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null || performance.now() - start > readyTimeoutMs)
      throw new Error(`"${command.join(" ")}" does not listen:\n${readFileSync(log, "utf8")}`)
    await pause(2)
  }
  const readyMs = performance.now() - start
  const status = (name: string) => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`"${command.join(" ")}" ended with ${child.exitCode ?? child.signalCode}.`)
    return (
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(read(pid, "status"))?.[1]) /
      kibibytesPerMb
    )
  }
  return {
    port,
    readyMs,
    residentMb: () => status("VmRSS"),
    peakMb: () => status("VmHWM"),
    processorMs: () => processorTicks(read(pid, "stat")) * (1000 / ticksPerSecond),
    stop: async () => {
      child.kill("SIGKILL")
      await closed
    },
  }
}

function read(pid: number, file: string): string {
  return readFileSync(`/proc/${pid}/${file}`, "utf8")
}

/** User and system time: the 14th and 15th field; the name in brackets may hold spaces. */
function processorTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return Number(fields[11]) + Number(fields[12])
}
