import { open, write } from "node:fs"

export interface LineWriter {
  readonly write: (line: string) => void
  /** Hands over what is left. */
  readonly flush: () => Promise<void>
}

/** Characters that may wait; what comes on top of them is dropped, so that a reader that hangs never stops the gateway. */
const mostWaiting = 1024 * 1024
const bytesAtOnce = 64 * 1024
const delayMs = 100
const lineFeed = 10
/** A pipe that is full says so; it is asked again. */
const busyCodes = new Set(["EAGAIN", "EBUSY"])

/** How many lines were lost; and why, where the file takes none. */
export type OnDropped = (lines: number, error?: Error) => void

/** Writes lines in batches and never in the way of a request. */
export function createLineWriter(file: number, onDropped: OnDropped): LineWriter {
  let waiting = ""
  let writing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  async function drain(): Promise<void> {
    while (waiting !== "") {
      const batch = Buffer.from(waiting)
      waiting = ""
      const error = await writeAll(file, batch)
      if (error !== undefined) onDropped(batch.filter((byte) => byte === lineFeed).length, error)
    }
  }

  function start(): void {
    clearTimeout(timer)
    timer = undefined
    if (writing !== undefined || waiting === "") return
    writing = drain().finally(() => {
      writing = undefined
      // A line may have come between the end of the loop and here.
      start()
    })
  }

  return {
    write(line) {
      if (waiting.length > mostWaiting) return onDropped(1)
      waiting += `${line}\n`
      if (waiting.length >= bytesAtOnce) start()
      else timer ??= setTimeout(start, delayMs).unref()
    },
    async flush() {
      while (waiting !== "" || writing !== undefined) {
        start()
        await writing
      }
    },
  }
}

/** What keeps the file from taking them, where something does. */
async function writeAll(file: number, bytes: Buffer): Promise<Error | undefined> {
  for (let offset = 0; offset < bytes.length;) {
    const { promise, resolve } = Promise.withResolvers<number | Error>()
    write(file, bytes, offset, (error, written) => {
      if (error === null) resolve(written)
      else if (busyCodes.has(error.code ?? "")) setTimeout(resolve, delayMs, 0)
      else resolve(error)
    })
    const written = await promise
    if (typeof written !== "number") return written
    offset += written
  }
  return undefined
}

/** A file that lines are added to; made where there is none. */
export function openForLines(path: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  open(path, "a", 0o600, (error, file) => (error === null ? resolve(file) : reject(error)))
  return promise
}
