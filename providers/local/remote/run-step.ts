import type { Problem, RemoteScope } from "aidep/provider"
import { done, failure, type Step } from "./step.ts"

/** A program that has to end well before it goes on. */
export interface StepCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly workingFolder: string
  readonly variables: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** The problem, given how the command reads and what became of it: `ended with exit code 1`. */
  readonly problem: (command: string, why: string) => Problem
}

/** Last lines that a failure shows. */
export const shownLines = 20

/** Runs the program; answers with what it wrote to standard output. */
export async function runStep(
  { problem, ...command }: StepCommand,
  { ports }: Pick<RemoteScope, "ports">,
): Promise<Step<string>> {
  const outcome = await ports.processes.run({ ...command, effect: "change" })
  const text = commandText(command)
  switch (outcome.status) {
    case "not-found":
      return failure(problem(text, "could not be started"))
    case "timed-out":
      return failure(problem(text, `did not end within ${command.timeoutMs / 1000} seconds`))
    case "ended":
      if (outcome.exitCode === 0) return done(outcome.stdout)
      return failure(
        problem(text, `ended with exit code ${outcome.exitCode}`),
        lastLines(`${outcome.stdout}\n${outcome.stderr}`),
      )
  }
}

/** As a user would type it, without the folder of the program. */
function commandText({ file, args }: Pick<StepCommand, "file" | "args">): string {
  return [file.split("/").at(-1), ...args].join(" ")
}

function lastLines(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-shownLines)
}
