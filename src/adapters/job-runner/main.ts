import { jobRunner } from "./job-runner.ts"
import { runProgram } from "./run-program.ts"
import { serveJob } from "./serve-job.ts"

/**
 * The job runner: runs the program in its arguments, after the port, each time that somebody asks for it on that port
 * of 127.0.0.1, until it is ended. It keeps the job's variables, secrets among them, in memory alone.
 */
const [port = "", file = "", ...args] = process.argv.slice(2)
const runner = jobRunner(async () => await runProgram({ file, args }))
const server = serveJob(runner, Number(port))
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void server.close())
