import type { Command, CommandOutcome, Processes } from "../ports/processes.ts"

/** Runs programs with execa, without a shell and without standard input. */
export const execaProcesses: Processes = { run, isRunning }

async function run(command: Command): Promise<CommandOutcome> {
  const { file, args, timeoutMs, workingFolder, variables } = command
  const { execa } = await import("execa")
  const result = await execa(file, args, {
    timeout: timeoutMs,
    reject: false,
    stdin: "ignore",
    ...(workingFolder === undefined ? {} : { cwd: workingFolder }),
    ...(variables === undefined ? {} : { env: variables }),
  })
  if (result.timedOut) return { status: "timed-out" }
  if (result.code === "ENOENT" || result.code === "EACCES") return { status: "not-found" }
  return {
    status: "ended",
    exitCode: result.exitCode ?? 1,
    stdout: result.stdout,
    stderr: result.stderr,
  }
}

/** Signal 0 asks without sending anything; EPERM means that it runs and is somebody else's. */
function isRunning(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}
