import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { onTestFinished } from "vitest"

export interface ReceivedRequest {
  readonly path: string
  readonly headers: IncomingMessage["headers"]
  readonly body: string
  /** Resolved when the connection of the caller is gone before the answer was complete. */
  readonly abandoned: Promise<"abandoned">
}

export interface UpstreamServer {
  readonly url: string
  readonly received: readonly ReceivedRequest[]
  /** The next request that comes, with its body. */
  readonly next: () => Promise<ReceivedRequest>
}

/** What stands behind a gateway in a test: `handle` answers, once the body of the request is there. */
export async function upstreamServer(
  handle: (response: ServerResponse, request: ReceivedRequest) => void,
): Promise<UpstreamServer> {
  const received: ReceivedRequest[] = []
  const waiting: ((request: ReceivedRequest) => void)[] = []
  const server = createServer((request, response) => {
    void take(request, response)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === "object" ? address?.port : undefined
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readRequest(request, response)
    received.push(read)
    waiting.shift()?.(read)
    handle(response, read)
  }
  const next = () => new Promise<ReceivedRequest>((resolve) => waiting.push(resolve))
  return { url: `http://127.0.0.1:${port}`, received, next }
}

async function readRequest(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ReceivedRequest> {
  const { promise: abandoned, resolve } = Promise.withResolvers<"abandoned">()
  response.on("close", () => {
    if (!response.writableFinished) resolve("abandoned")
  })
  let body = ""
  for await (const part of request.setEncoding("utf8")) body += String(part)
  return { path: request.url ?? "", headers: request.headers, body, abandoned }
}

export function answerJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value))
}

export function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" })
}

export async function endAfter(
  signal: Promise<void>,
  response: ServerResponse,
  text: string,
): Promise<void> {
  await signal
  response.end(text)
}
