import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { setImmediate as turn } from "node:timers/promises"

/** One request as it arrived, and the means to answer it: whole through `response`, byte by byte through `socket`. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage["headers"]
  /** Names and values in turns, as they were sent. */
  readonly rawHeaders: readonly string[]
  readonly body: string
  readonly response: ServerResponse
  readonly socket: Socket
  /** Milliseconds on the clock of `performance.now()`. */
  readonly arrivedAt: number
  /** Resolves with the time when the connection is gone before the answer was complete. */
  readonly abandoned: Promise<number>
}

/** An address that nobody else listens on: whoever still asks for a service that has ended does not ask here. */
const host = process.platform === "linux" ? "127.0.0.77" : "127.0.0.1"

/** How one request is answered. A script that returns without an answer never answers. */
export type Script = (exchange: Exchange) => unknown

export interface ScriptedUpstream {
  readonly url: string
  readonly port: number
  readonly received: readonly Exchange[]
  /** Requests whose connection was gone before the answer was complete. */
  readonly abandonedCount: () => number
  readonly openSockets: () => number
  /** Answers the requests to come. */
  readonly play: (script: Script) => void
  /** The request with this index, counted from 0, once it has arrived. */
  readonly request: (index: number) => Promise<Exchange>
  readonly close: () => Promise<void>
}

/** What stands behind a gateway: an HTTP server that answers each request by a script, and remembers everything. */
export async function scriptedUpstream(first: Script, port = 0): Promise<ScriptedUpstream> {
  const received: Exchange[] = []
  const waiting = new Map<number, (exchange: Exchange) => void>()
  const sockets = new Set<Socket>()
  let abandoned = 0
  let script = first
  const server = createServer({ maxHeaderSize: 64 * 1024, keepAliveTimeout: 0 })
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy())
  })
  server.on("request", (request, response) => {
    void take(request, response)
  })
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = await readExchange(request, response)
    void exchange.abandoned.finally(() => {
      abandoned += 1
    })
    received.push(exchange)
    waiting.get(received.length - 1)?.(exchange)
    await script(exchange)
  }
  server.listen(port, host)
  await once(server, "listening")
  const address = server.address()
  const bound = typeof address === "object" && address !== null ? address.port : port
  return {
    url: `http://${host}:${bound}`,
    port: bound,
    received,
    abandonedCount: () => abandoned,
    openSockets: () => sockets.size,
    play: (next) => {
      script = next
    },
    request: async (index) =>
      received[index] ?? (await new Promise((resolve) => waiting.set(index, resolve))),
    close: async () => {
      server.closeAllConnections()
      for (const socket of sockets) socket.destroy()
      server.close()
      await turn()
    },
  }
}

async function readExchange(request: IncomingMessage, response: ServerResponse): Promise<Exchange> {
  const arrivedAt = performance.now()
  const { promise: abandoned, resolve } = Promise.withResolvers<number>()
  response.on("close", () => {
    if (!response.writableFinished) resolve(performance.now())
  })
  const parts: Buffer[] = []
  try {
    for await (const part of request) parts.push(part)
  } catch {
    // The sender left in the middle of its body: `abandoned` tells.
  }
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body: Buffer.concat(parts).toString("utf8"),
    response,
    socket: request.socket,
    arrivedAt,
    abandoned,
  }
}
