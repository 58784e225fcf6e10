import type { Supervisor } from "../../ports/supervisor.ts"
import { inspectFolder } from "./inspect.ts"
import { followLog } from "./log/follow-log.ts"
import { tailLog } from "./log/tail-log.ts"
import { startSupervised } from "./start.ts"
import { stopFolder } from "./stop.ts"

/** Supervises with processes of Node; `program` is the path of "main.js" beside this file, "main.ts" from source. */
export function nodeSupervisor(program: string): Supervisor {
  return {
    start: (process) => startSupervised(program, process),
    inspect: async (folder) => inspectFolder(folder),
    stop: stopFolder,
    tail: tailLog,
    follow: followLog,
  }
}
