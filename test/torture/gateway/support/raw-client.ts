import { connect, type Socket } from "node:net"

export interface RawAnswer {
  readonly status: number
  /** Names in lower case; of several headers of a name, the values in their order. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: string
}

/** A connection that sends exactly the bytes it is given. */
export interface RawConnection {
  readonly socket: Socket
  readonly send: (bytes: string | Uint8Array) => void
  /** Everything received so far, one character a byte. */
  readonly text: () => string
  /** Resolves when the other side has ended the connection, with everything received. */
  readonly closed: Promise<string>
}

export function openRaw(url: string): RawConnection {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) }).setNoDelay(true)
  const parts: Buffer[] = []
  const text = () => Buffer.concat(parts).toString("latin1")
  const { promise: closed, resolve } = Promise.withResolvers<string>()
  socket.on("data", (part: Buffer) => parts.push(part))
  // A reset after the answer is a way to close; what was received is judged.
  socket.on("error", () => socket.destroy()).on("close", () => resolve(text()))
  return { socket, send: (bytes) => socket.write(bytes), text, closed }
}

/** Sends bytes on a new connection and answers with everything that came until the other side closed it. */
export async function sendRaw(url: string, bytes: string | Uint8Array): Promise<string> {
  const connection = openRaw(url)
  connection.send(bytes)
  return await connection.closed
}

/** All answers in the text of a connection. Lengths have to be told by `content-length` or chunks. */
export function parseAnswers(text: string): readonly RawAnswer[] {
  const answers: RawAnswer[] = []
  let rest = text
  while (rest !== "") {
    const { answer, length } = parseAnswer(rest)
    answers.push(answer)
    rest = rest.slice(length)
  }
  return answers
}

function parseAnswer(text: string): { readonly answer: RawAnswer; readonly length: number } {
  const end = text.indexOf("\r\n\r\n")
  const [line = "", ...rows] = text.slice(0, end).split("\r\n")
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1])
  if (end < 0 || Number.isNaN(status)) throw new Error(`This is no answer: ${text.slice(0, 200)}`)
  const pairs = rows.map((row) => {
    const colon = row.indexOf(":")
    return [row.slice(0, colon).toLowerCase(), row.slice(colon + 1).trim()] as const
  })
  const headers = new Map(
    [...Map.groupBy(pairs, ([name]) => name)].map(([name, values]) => [
      name,
      values.map(([, value]) => value),
    ]),
  )
  const rest = text.slice(end + 4)
  const { body, length } = headers.has("transfer-encoding")
    ? readChunks(rest)
    : readLength(rest, Number(headers.get("content-length")?.[0] ?? 0))
  return { answer: { status, headers, body }, length: end + 4 + length }
}

function readLength(text: string, length: number) {
  return { body: text.slice(0, length), length }
}

function readChunks(text: string) {
  let body = ""
  let at = 0
  for (;;) {
    const line = text.indexOf("\r\n", at)
    if (line < 0) return { body, length: text.length }
    const size = Number.parseInt(text.slice(at, line), 16)
    body += text.slice(line + 2, line + 2 + size)
    at = line + 2 + size + 2
    if (size === 0) return { body, length: at }
  }
}
