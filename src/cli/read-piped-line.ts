import { text } from "node:stream/consumers"

/** What was piped to standard input, without the line break at its end; undefined on a terminal. */
export async function readPipedLine(): Promise<string | undefined> {
  if (process.stdin.isTTY) return undefined
  return (await text(process.stdin)).replace(/\r?\n$/, "")
}
