/** What is told about each whole message: where its body lies in `bytes`, which is only valid during the call. */
export interface Message {
  readonly head: string
  readonly bytes: Buffer
  readonly bodyStart: number
  readonly bodyEnd: number
}

const headEnd = Buffer.from("\r\n\r\n")
const lastChunk = Buffer.from("0\r\n\r\n")
const empty = Buffer.alloc(0)

/**
 * Cuts a connection into HTTP messages, for the two ends of a measurement: an HTTP library would cost more than what
 * is measured. It knows `content-length` and chunks that are read to their last one, and nothing else.
 */
export class MessageReader {
  #pending: Buffer = empty
  readonly #onMessage: (message: Message) => void

  constructor(onMessage: (message: Message) => void) {
    this.#onMessage = onMessage
  }

  push(part: Buffer): void {
    let bytes = this.#pending.length === 0 ? part : Buffer.concat([this.#pending, part])
    for (;;) {
      const length = this.#take(bytes)
      if (length === 0) break
      bytes = bytes.subarray(length)
    }
    this.#pending = bytes
  }

  /** Length of the message at the beginning; 0 when it is not there in whole. */
  #take(bytes: Buffer): number {
    const end = bytes.indexOf(headEnd)
    if (end < 0) return 0
    const head = bytes.toString("latin1", 0, end).toLowerCase()
    const bodyStart = end + headEnd.length
    const bodyEnd = bodyEndOf(bytes, head, bodyStart)
    if (bodyEnd < 0 || bytes.length < bodyEnd) return 0
    this.#onMessage({ head, bytes, bodyStart, bodyEnd })
    return bodyEnd
  }
}

function bodyEndOf(bytes: Buffer, head: string, bodyStart: number): number {
  const at = head.indexOf("\r\ncontent-length:")
  if (at >= 0) return bodyStart + Number.parseInt(head.slice(at + 17), 10)
  if (!head.includes("\r\ntransfer-encoding: chunked")) return bodyStart
  const last = bytes.indexOf(lastChunk, bodyStart)
  return last < 0 ? -1 : last + lastChunk.length
}
