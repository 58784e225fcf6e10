import { setTimeout as pause } from "node:timers/promises"
import type { Exchange, Script } from "./scripted-upstream.ts"

/** The end of a stream of OpenAI's events. */
export const done = "data: [DONE]\n\n"

/** Answers at once and in whole. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Script {
  return ({ response }) => {
    response.writeHead(status, { "content-type": "application/json", ...headers })
    response.end(JSON.stringify(value))
  }
}

/** A refusal as an overloaded server sends it. */
export function refusal(status: number, retryAfter?: string): Script {
  const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter }
  return json({ error: { message: "not now", type: "server_error" } }, status, headers)
}

/** Takes the request and never answers. */
export const silence: Script = () => undefined

/** Begins an event stream and sends its parts one after the other, each in its own packet. */
export function events(parts: readonly (string | Uint8Array)[], gapMs = 0): Script {
  return async (exchange) => {
    beginEvents(exchange)
    for (const part of parts) {
      if (!(await write(exchange, part))) return
      if (gapMs > 0) await pause(gapMs)
    }
    exchange.response.end()
  }
}

export function beginEvents({ response, socket }: Exchange): void {
  socket.setNoDelay(true)
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders()
}

/** Waits until the part has left this process, so that the next one is another packet; false once nobody reads. */
export async function write({ response }: Exchange, part: string | Uint8Array): Promise<boolean> {
  if (response.destroyed) return false
  return await new Promise((resolve) => {
    const gone = () => resolve(false)
    response.once("close", gone)
    response.write(part, (error) => {
      response.off("close", gone)
      resolve(error === null || error === undefined)
    })
  })
}

/** Bytes on the wire as they are, whatever HTTP says about them, and then the end of the connection. */
export function raw(bytes: string | Uint8Array, end: "reset" | "close" | "open" = "close"): Script {
  return ({ socket }) => {
    socket.setNoDelay(true)
    socket.write(bytes, () => {
      if (end === "reset") socket.resetAndDestroy()
      if (end === "close") socket.end()
    })
  }
}

/** The scripts in turns; the last one answers all that follow. */
export function inOrder(...scripts: readonly [Script, ...Script[]]): Script {
  let index = 0
  return async (exchange) => {
    const script = scripts[Math.min(index, scripts.length - 1)] ?? scripts[0]
    index += 1
    await script(exchange)
  }
}

/** One event of a chat completion in OpenAI's form. */
export function chunk(content: string): string {
  const choices = [{ index: 0, delta: { content }, finish_reason: null }]
  return `data: ${JSON.stringify({ id: "c-1", object: "chat.completion.chunk", created: 1, model: "m", choices })}\n\n`
}

/** A whole chat completion in OpenAI's form. */
export function completion(content: string) {
  return {
    id: "c-1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 },
  }
}
