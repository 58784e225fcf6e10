import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
const driver = fileURLToPath(new URL("terminal.py", import.meta.url))

export interface TerminalRun {
  readonly exit: number
  /** All that the terminal showed, without control sequences. */
  readonly screen: string
  /** Steps whose text never came. */
  readonly waiting: readonly (readonly [string, string])[]
}

/**
 * Runs aidep from source on a pseudo terminal. Each step waits for a text, then types keys; nothing sleeps.
 * `\r` is the return key, `\u0003` Ctrl-C.
 */
export function onTerminal(
  argv: readonly string[],
  { folder, steps }: { readonly folder: string; readonly steps: TerminalRun["waiting"] },
): TerminalRun {
  const task = {
    argv: [process.execPath, `${root}bin/dev.js`, ...argv],
    folder,
    variables: { NO_COLOR: "1", TERM: "xterm", CI: "" },
    steps,
  }
  const { status, stdout, stderr } = spawnSync("python3", [driver], {
    input: JSON.stringify(task),
    encoding: "utf8",
  })
  if (status !== 0) throw new Error(`The terminal driver failed: ${stderr}`)
  const run: TerminalRun = JSON.parse(stdout)
  return run
}
