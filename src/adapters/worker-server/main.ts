import { jobRunner } from "../job-runner/job-runner.ts"
import { serveJob } from "../job-runner/serve-job.ts"
import { runHandler } from "./run-handler.ts"
import { parseSettings } from "./settings.ts"
import { startWorker } from "./start-worker.ts"

/** The Worker server: runs the bundled Worker that its one argument describes at HOST and PORT until it is ended. */
const settings = parseSettings(process.argv[2] ?? "")
const host = process.env["HOST"] ?? "127.0.0.1"
const port = Number(process.env["PORT"])
const onDemand = settings.handles === "schedule"

try {
  const place = { host, port: onDemand ? 0 : port, variables: process.env }
  const worker = await startWorker(settings, place)
  if (onDemand)
    serveJob(
      jobRunner(async () => await runHandler(worker)),
      port,
    )
  else process.stdout.write(`Serving at http://${host}:${port}.\n`)
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => void worker.dispose().finally(() => process.exit()))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
