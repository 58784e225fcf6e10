import { readdirSync, readFileSync } from "node:fs"

/**
 * Ids of all living processes with one of the texts in their arguments or their environment, on Linux: what a test
 * started carries the name of its folder or of its project, and nothing else does.
 */
export function processesOf(texts: readonly string[]): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isAlive(pid))
    .filter((pid) => texts.some((text) => mentions(pid, text)))
    .map(Number)
}

/** A zombie has ended; its parent has not looked yet. */
function isAlive(pid: string): boolean {
  return !/^\d+ \(.*\) Z/s.test(readIfThere(`/proc/${pid}/stat`))
}

function mentions(pid: string, text: string): boolean {
  return ["cmdline", "environ"].some((file) => readIfThere(`/proc/${pid}/${file}`).includes(text))
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "latin1")
  } catch {
    return ""
  }
}
