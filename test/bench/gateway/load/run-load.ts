import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import type { LoadJob, LoadResult } from "./job.ts"

const main = fileURLToPath(new URL("main.ts", import.meta.url))

/** Puts a load on a target, from core 1, in a process of its own. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const child = spawn("taskset", ["-c", "1", process.execPath, main, JSON.stringify(job)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")])
  if (code !== 0) throw new Error(`The load process ended with ${code}.`)
  const result: LoadResult = JSON.parse(output)
  return result
}
