import { spawn } from "node:child_process"
import type { JobEnd } from "./job-runner.ts"

export interface JobProgram {
  readonly file: string
  readonly args: readonly string[]
}

/** Runs a program to its end. What it writes goes where this process's own output goes. */
export async function runProgram({ file, args }: JobProgram): Promise<JobEnd> {
  const end = Promise.withResolvers<JobEnd>()
  const child = spawn(file, args, { stdio: ["ignore", "inherit", "inherit"] })
  child.once("error", ({ message }) =>
    end.resolve({ succeeded: false, how: `before it began: ${message}` }),
  )
  child.once("exit", (code, signal) =>
    end.resolve({
      succeeded: code === 0,
      how: code === null ? `by signal ${signal}` : `with exit code ${code}`,
    }),
  )
  return await end.promise
}
