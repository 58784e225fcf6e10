import { Chalk, type ChalkInstance } from "chalk"

/** Where a command writes: the result to standard output, all else to standard error. */
export interface Terminal {
  readonly result: (text: string) => void
  readonly note: (text: string) => void
  /** Colours for standard output and for standard error; plain where it is no terminal or NO_COLOR is set. */
  readonly resultStyle: ChalkInstance
  readonly noteStyle: ChalkInstance
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    result: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    resultStyle: styleFor(process.stdout),
    noteStyle: styleFor(process.stderr),
  }
}

function styleFor(stream: NodeJS.WriteStream): ChalkInstance {
  const { NO_COLOR = "", FORCE_COLOR = "" } = process.env
  if (NO_COLOR !== "") return new Chalk({ level: 0 })
  if (FORCE_COLOR !== "") return new Chalk({ level: FORCE_COLOR === "0" ? 0 : 1 })
  return new Chalk({ level: stream.isTTY && process.env["TERM"] !== "dumb" ? 1 : 0 })
}
