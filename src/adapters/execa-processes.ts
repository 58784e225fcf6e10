import type { Command, CommandOutcome, Processes } from "../ports/processes.ts"

/** Runs programs with execa, without a shell and without standard input. */
export const execaProcesses: Processes = { run }

async function run({ file, args, timeoutMs }: Command): Promise<CommandOutcome> {
  const { execa } = await import("execa")
  const result = await execa(file, args, { timeout: timeoutMs, reject: false, stdin: "ignore" })
  if (result.timedOut) return { status: "timed-out" }
  if (result.code === "ENOENT" || result.code === "EACCES") return { status: "not-found" }
  return {
    status: "ended",
    exitCode: result.exitCode ?? 1,
    stdout: result.stdout,
    stderr: result.stderr,
  }
}
