import type { IncomingMessage, ServerResponse } from "node:http"
import type { HttpBindings } from "@hono/node-server"
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response"
import type { Context } from "hono"
import type { HttpSide } from "../runtime.ts"

/** The side of the clients, on Node's own request and response: web streams would cost more than the rest together. */
export const nodeHttp: HttpSide = {
  readBody: (c, mostBytes) => readBody(bindings(c).incoming, mostBytes),

  onClientGone(c, gone) {
    const { outgoing } = bindings(c)
    outgoing.on("close", () => {
      if (!outgoing.writableFinished) gone()
    })
  },

  answerWhole(c, { status, headers }, body) {
    const { outgoing } = bindings(c)
    outgoing.writeHead(status, { ...headers, "content-length": body.length })
    outgoing.end(body)
    return RESPONSE_ALREADY_SENT
  },

  answerInParts(c, { status, headers }, produce) {
    const { outgoing } = bindings(c)
    outgoing.writeHead(status, headers)
    outgoing.flushHeaders()
    void produce((chunk) => write(outgoing, chunk)).then(() => outgoing.end())
    return RESPONSE_ALREADY_SENT
  },

  outlive: () => undefined,

  peerAddress: (c) => bindings(c).incoming.socket.remoteAddress,
}

function bindings(
  c: Context<{ Bindings: HttpBindings }>,
): Pick<NodeBindings, "incoming" | "outgoing"> {
  const { incoming, outgoing } = c.env
  if (!("socket" in outgoing) || "stream" in incoming) throw new Error("This is no HTTP/1.1.")
  return { incoming, outgoing }
}

interface NodeBindings {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** A promise where the client does not keep up. It ends too when the client leaves. */
function write(outgoing: ServerResponse, chunk: Uint8Array): void | Promise<void> {
  if (outgoing.destroyed || outgoing.write(chunk)) return undefined
  const { promise, resolve } = Promise.withResolvers<void>()
  const go = () => {
    outgoing.off("drain", go)
    outgoing.off("close", go)
    resolve()
  }
  outgoing.once("drain", go)
  outgoing.once("close", go)
  return promise
}

function readBody(incoming: IncomingMessage, mostBytes: number): Promise<Uint8Array | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>()
  const parts: Buffer[] = []
  let size = 0
  incoming
    .on("data", (chunk: Buffer) => {
      size += chunk.length
      if (size > mostBytes) resolve(undefined)
      else parts.push(chunk)
    })
    .on("end", () => {
      const [first] = parts
      resolve(parts.length === 1 ? first : Buffer.concat(parts, size))
    })
    .on("error", reject)
  return promise
}
