import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"

/**
 * A process, told from every other one that gets the same number later by the moment of its start. `started` is only
 * compared, never read.
 */
export interface ProcessIdentity {
  readonly pid: number
  readonly started: string
}

export interface ProcessEntry extends ProcessIdentity {
  readonly group: number
}

/** The variable that marks a supervised process and all that inherit its environment. */
export const marker = "AIDEP_SUPERVISED"

/** Who has this number now, also when it has ended and was not yet collected; undefined for nobody. */
export function identify(pid: number): ProcessIdentity | undefined {
  const found = onLinux ? linuxProcess(pid) : psProcesses(["-p", String(pid)])[0]
  return found === undefined ? undefined : { pid, started: found.started }
}

export function isAlive({ pid, started }: ProcessIdentity): boolean {
  const found = onLinux ? linuxProcess(pid) : psProcesses(["-p", String(pid)])[0]
  return found !== undefined && !found.ended && found.started === started
}

/** All living processes that this user can see. */
export function processTable(): readonly ProcessEntry[] {
  const found = onLinux ? linuxProcesses() : psProcesses(["-A"])
  return found.filter(({ ended }) => !ended)
}

/** Whether the process was started with this mark in its environment. Only Linux tells. */
export function isMarked(pid: number, run: string): boolean {
  if (!onLinux || run === "") return false
  return read(`/proc/${pid}/environ`)?.split("\0").includes(`${marker}=${run}`) ?? false
}

interface FoundProcess extends ProcessEntry {
  /** A zombie: ended, and not yet collected by its parent. */
  readonly ended: boolean
}

const onLinux = process.platform === "linux"

function linuxProcesses(): readonly FoundProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => linuxProcess(Number(name)) ?? [])
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (2026-11-21) */
function linuxProcess(pid: number): FoundProcess | undefined {
  const text = read(`/proc/${pid}/stat`)
  if (text === undefined) return undefined
  // The second field is the program's name in brackets, which may hold blanks and brackets itself.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ")
  const [state, , group] = fields
  const ticks = fields[22 - 3]
  if (state === undefined || group === undefined || ticks === undefined) return undefined
  // Ticks count from the start of the machine, so they say nothing without naming that start.
  const boot = read("/proc/sys/kernel/random/boot_id")?.trim() ?? ""
  return { pid, group: Number(group), started: `${boot}.${ticks}`, ended: /[ZXx]/.test(state) }
}

/** For macOS and the BSDs. Start times have a resolution of one second there. */
export function psProcesses(which: readonly string[]): readonly FoundProcess[] {
  // POSIX takes all that follows the first "=" of an -o for a heading, so each column has its own -o.
  const columns = ["pid=", "pgid=", "stat=", "lstart="].flatMap((column) => ["-o", column])
  const { stdout } = spawnSync("ps", [...which, ...columns], {
    encoding: "utf8",
    timeout: 5_000,
    env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC0" },
  })
  return (stdout ?? "").split("\n").flatMap((line) => {
    const [, pid, group, state, started] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? []
    if (state === undefined || started === undefined) return []
    return [{ pid: Number(pid), group: Number(group), started, ended: state.startsWith("Z") }]
  })
}

/** These files are there as long as their process is. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1")
  } catch {
    return undefined
  }
}
