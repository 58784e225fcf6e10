import { createServer, type Socket } from "node:net"
import { MessageReader } from "../load/message-reader.ts"

// An inference service that costs next to nothing: `node mock-upstream.ts '{"port":9000,"delayMs":20,"gapMs":50}'`.
// A request with "stream":true gets events, any other one a fixed answer after the delay;
// `GET /counts` tells what it has seen, and when clients left.

interface Options {
  readonly port: number
  readonly delayMs: number
  readonly events: number
  readonly gapMs: number
}

const options: Options = { port: 0, delayMs: 0, events: 60, gapMs: 50, ...parseOptions() }
const body = JSON.stringify({
  id: "cmpl-1",
  object: "text_completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, text: "a ".repeat(500), finish_reason: "stop" }],
  usage: { prompt_tokens: 200, completion_tokens: 500, total_tokens: 700 },
})
const answer = whole("application/json", body)
const eventsHead =
  "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
const event = chunkOf(
  `data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"token "}}]}\n\n`,
)
const lastEvent = `${chunkOf("data: [DONE]\n\n")}0\r\n\r\n`

const counts = { requests: 0, streams: 0, completed: 0, abortedAt: [] as number[] }

const server = createServer((socket) => {
  socket.setNoDelay(true)
  /** The answer that is being given on this connection; taken away when it is complete. */
  const current: { stop: (() => void) | undefined } = { stop: undefined }
  const reader = new MessageReader(({ head, bytes, bodyStart, bodyEnd }) => {
    if (head.startsWith("get /counts")) return void socket.write(whole("application/json", tell()))
    if (head.startsWith("get")) return void socket.write(answer)
    counts.requests += 1
    const streams = bytes.subarray(bodyStart, bodyEnd).includes('"stream":true')
    current.stop = streams ? sendEvents(socket, finish) : sendAnswer(socket, finish)
  })
  const finish = () => {
    current.stop = undefined
    counts.completed += 1
  }
  socket.on("data", (part: Buffer) => reader.push(part))
  socket.on("error", () => socket.destroy())
  socket.on("close", () => {
    if (current.stop === undefined) return
    current.stop()
    counts.abortedAt.push(performance.timeOrigin + performance.now())
  })
})
server.listen(options.port, "127.0.0.1")

function sendAnswer(socket: Socket, finish: () => void): () => void {
  if (options.delayMs === 0) {
    socket.write(answer)
    finish()
    return () => undefined
  }
  const timer = setTimeout(() => {
    socket.write(answer)
    finish()
  }, options.delayMs)
  return () => clearTimeout(timer)
}

function sendEvents(socket: Socket, finish: () => void): () => void {
  counts.streams += 1
  let sent = 0
  const timer = setInterval(() => {
    if (sent === 0) socket.write(eventsHead)
    socket.write(sent < options.events ? event : lastEvent)
    if (sent === options.events) {
      clearInterval(timer)
      finish()
    }
    sent += 1
  }, options.gapMs)
  return () => clearInterval(timer)
}

function tell(): string {
  return JSON.stringify(counts)
}

function whole(type: string, text: string): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

function chunkOf(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
}

function parseOptions(): Partial<Options> {
  const parsed: Partial<Options> = JSON.parse(process.argv[2] ?? "{}")
  return parsed
}
