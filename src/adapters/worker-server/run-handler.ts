import type { JobEnd } from "../job-runner/job-runner.ts"
import type { RunningWorker } from "./start-worker.ts"

/** Calls the handler for the schedule of a Worker, at the time that it is. */
export async function runHandler(worker: RunningWorker): Promise<JobEnd> {
  try {
    const handlers = await worker.getWorker()
    const { outcome } = await handlers.scheduled({ scheduledTime: new Date() })
    return { succeeded: outcome === "ok", how: `with the outcome "${outcome}"` }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { succeeded: false, how: `with an error: ${reason}` }
  }
}
