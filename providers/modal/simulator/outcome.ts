import type { CommandOutcome } from "aidep/provider"
import type { Account } from "./account.ts"

/** What a command did, and what it wrote. */
export interface Ran {
  readonly account: Account
  readonly outcome: CommandOutcome
}

export function wrote(account: Account, stdout: string): Ran {
  return { account, outcome: { status: "ended", exitCode: 0, stdout, stderr: "" } }
}

/** As the client prints a list: keys in snake case, two spaces a level. */
export function wroteJson(account: Account, rows: readonly object[]): Ran {
  return wrote(account, `${JSON.stringify(rows, null, 2)}\n`)
}

/** The client says no with one line and status 1, whatever was wrong. */
export function refused(account: Account, sentence: string): Ran {
  const stderr = `Error: ${sentence}\n`
  return { account, outcome: { status: "ended", exitCode: 1, stdout: "", stderr } }
}

export function misused(account: Account, sentence: string): Ran {
  const stderr = `Usage: modal [OPTIONS] COMMAND [ARGS]...\n\nError: ${sentence}\n`
  return { account, outcome: { status: "ended", exitCode: 2, stdout: "", stderr } }
}

/** `2026-11-21 13:02:00+00:00`. */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")}+00:00`
}
