import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http"
import type { Socket } from "node:net"
import { getRequestListener } from "@hono/node-server"
import type { Hono } from "hono"
import { errorBody } from "../http/errors.ts"

/** Longest time for the headers of a request, and for all of it. Who is slower is no client. */
const headersMs = 15_000
const requestMs = 60_000
/** Longer than the pauses of the proxies in front, which would else use a connection that is just being closed. */
const keepAliveMs = 75_000
const mostHeaderBytes = 16 * 1024

export function createHttpServer(app: Hono): Server {
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: mostHeaderBytes,
      noDelay: true,
    },
    oneHostOnly(getRequestListener(app.fetch)),
  )
  server.on("clientError", (error: Error, socket: Socket) => refuse(error, socket))
  return server
}

/**
 * A request with two hosts may mean another one to whoever stands in front. It is refused, and nothing that follows it
 * on its connection is read. Node itself refuses those without a host, and takes the first of several.
 */
function oneHostOnly(serve: RequestListener): RequestListener {
  const closing = new WeakSet<Socket>()
  return (incoming, outgoing) => {
    if (closing.has(incoming.socket)) return
    if (hostsOf(incoming) < 2) return void serve(incoming, outgoing)
    closing.add(incoming.socket)
    refuseHosts(outgoing)
  }
}

function hostsOf({ rawHeaders }: IncomingMessage): number {
  return rawHeaders.filter((text, index) => isHost(text) && index % 2 === 0).length
}

function isHost(text: string): boolean {
  return text.length === "host".length && text.toLowerCase() === "host"
}

function refuseHosts(outgoing: ServerResponse): void {
  const message = "The request names more than one host."
  const body = errorBody({
    status: 400,
    type: "invalid_request_error",
    code: "bad_request",
    message,
  })
  const headers = { "content-type": "application/json", connection: "close" }
  outgoing.writeHead(400, headers).end(body)
}

/** What is no HTTP gets an answer that is, where the connection still takes one. */
function refuse(error: Error, socket: Socket): void {
  if (!socket.writable || ("code" in error && error.code === "ECONNRESET")) {
    socket.destroy()
    return
  }
  const { status, code, message } = describe("code" in error ? String(error.code) : "")
  const body = errorBody({ status: 400, type: "invalid_request_error", code, message })
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function describe(code: string) {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return {
        status: "431 Request Header Fields Too Large",
        code: "headers_too_large",
        message: "The headers of the request are larger than 16 KiB.",
      }
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return {
        status: "408 Request Timeout",
        code: "request_timeout",
        message: "The request did not come in time.",
      }
    default:
      return {
        status: "400 Bad Request",
        code: "bad_request",
        message: "The request is not well-formed HTTP.",
      }
  }
}
