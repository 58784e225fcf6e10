/** Turns the chunks of one stream into whole lines. */
export interface LineFeed {
  readonly push: (chunk: Buffer) => void
  /** Writes out the beginning of a line that was never ended. */
  readonly end: () => void
}

/** A longer line becomes several: what waits for its end stays small. */
const longestLine = 64 * 1024
const newLine = 0x0a
const lineEnd = Buffer.from("\n")

/** `write` gets one or more whole lines at a time, at most 128 KiB, and is done with them when it returns. */
export function lineFeed(write: (lines: Buffer) => void): LineFeed {
  let parts: Buffer[] = []
  let waiting = 0
  const flush = (rest: Buffer) => {
    write(parts.length === 0 ? rest : Buffer.concat([...parts, rest]))
    parts = []
    waiting = 0
  }
  const push = (chunk: Buffer) => {
    const end = chunk.lastIndexOf(newLine) + 1
    if (end > 0) flush(chunk.subarray(0, end))
    if (end === chunk.length) return
    // A copy: the chunk is part of a larger piece of memory.
    parts.push(Buffer.from(chunk.subarray(end)))
    waiting += chunk.length - end
    if (waiting >= longestLine) flush(lineEnd)
  }
  return { push, end: () => (waiting > 0 ? flush(lineEnd) : undefined) }
}
