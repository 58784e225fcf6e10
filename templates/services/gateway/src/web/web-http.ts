import type { Context } from "hono"
import { bytesOf } from "../http/bytes.ts"
import type { HttpSide } from "../runtime.ts"

/** The side of the clients where there is nothing but `Request` and `Response`. */
export const webHttp: HttpSide = {
  async readBody(c, mostBytes) {
    const parts: Uint8Array<ArrayBuffer>[] = []
    let size = 0
    for await (const chunk of c.req.raw.body ?? []) {
      size += chunk.length
      if (size > mostBytes) return undefined
      parts.push(chunk)
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer())
  },

  onClientGone(c, gone) {
    c.req.raw.signal.addEventListener("abort", gone, { once: true })
  },

  answerWhole: (_, head, body) => new Response(bytesOf(body), head),

  answerInParts(c, head, produce) {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const out = produce(async (chunk) => await writer.write(bytesOf(chunk)))
      .then(async () => await writer.close())
      .catch(() => undefined)
    outlive(c, out)
    return new Response(readable, head)
  },

  outlive,

  /** What Cloudflare says about the connection. */
  peerAddress: (c) => c.req.header("cf-connecting-ip"),
}

/** Elsewhere than on Workers there is no such context, and nothing to keep alive. */
function outlive(c: Context, begun: Promise<unknown>): void {
  try {
    c.executionCtx.waitUntil(begun)
  } catch {
    return
  }
}
