import type { Supervisor } from "../../ports/supervisor.ts"

/**
 * Supervises with processes of Node; `program` is the path of "main.js" beside this file, "main.ts" from source.
 * Loads what a call needs when it is made: most commands supervise nothing.
 */
export function nodeSupervisor(program: string): Supervisor {
  return {
    start: async (process) => (await import("./start.ts")).startSupervised(program, process),
    inspect: async (folder) => (await import("./inspect.ts")).inspectFolder(folder),
    stop: async (folder, options) => (await import("./stop.ts")).stopFolder(folder, options),
    tail: async (folder, lines) => (await import("./log/tail-log.ts")).tailLog(folder, lines),
    async *follow(folder, options) {
      const { followLog } = await import("./log/follow-log.ts")
      yield* followLog(folder, options)
    },
  }
}
