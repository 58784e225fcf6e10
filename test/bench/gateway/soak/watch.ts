import { readdirSync, readFileSync } from "node:fs"
import { median } from "../../measure.ts"

export interface Growth {
  /** Of the resident memory, from the second quarter of the time to the last, in MB. */
  readonly mb: number
  readonly peakMb: number
  /** Of the open files, sockets above all. */
  readonly files: number
  readonly mostFiles: number
}

/** Looks at a process once a second, until it is asked what has grown. */
export function watchGrowth(pid: number): () => Growth {
  const memory: number[] = []
  const files: number[] = []
  const timer = setInterval(() => {
    memory.push(residentMb(pid))
    files.push(readdirSync(`/proc/${pid}/fd`).length)
  }, 1000)
  return () => {
    clearInterval(timer)
    return {
      mb: growth(memory),
      peakMb: Math.max(...memory),
      files: growth(files),
      mostFiles: Math.max(...files),
    }
  }
}

function growth(values: readonly number[]): number {
  const quarter = Math.floor(values.length / 4)
  return median(values.slice(-quarter)) - median(values.slice(quarter, 2 * quarter))
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 976.5625
}
