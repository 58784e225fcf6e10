import { createHash } from "node:crypto"
import { createGateway } from "../src/app.ts"
import { readConfig } from "../src/config.ts"
import type { UpstreamAnswer, UpstreamRequest } from "../src/upstream.ts"

export const key = "a-key-of-these-tests"
export const authorized = { authorization: `Bearer ${key}` }

/** A gateway in this process, with settings laid over those of the tests and an upstream that is a function. */
export async function gatewayWith({
  variables = {},
  upstream = () => jsonAnswer({}),
}: {
  variables?: Record<string, string>
  upstream?: (request: UpstreamRequest) => UpstreamAnswer
}) {
  const base = { UPSTREAM_URL: "http://upstream.test", UPSTREAM_TOKEN: "up", API_KEYS: key }
  const read = readConfig({ ...base, ...variables })
  if (!read.ok) throw new Error(read.problems.join("\n"))
  const sent: UpstreamRequest[] = []
  const lines: string[] = []
  const gateway = await createGateway(read.config, {
    send: async (request) => {
      sent.push(request)
      return upstream(request)
    },
    sha256: (text) => createHash("sha256").update(text).digest(),
    log: (level, message, fields) => lines.push(JSON.stringify({ level, message, ...fields })),
  })
  return {
    sent,
    lines,
    ask: async (path: string, init: RequestInit = {}) =>
      await gateway.fetch(new Request(`http://gateway.test${path}`, init)),
    post: async (path: string, body: unknown, headers: Record<string, string> = authorized) =>
      await gateway.fetch(
        new Request(`http://gateway.test${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
      ),
  }
}

export function jsonAnswer(value: unknown, status = 200): UpstreamAnswer {
  const { headers, body } = Response.json(value)
  return { status, headers, body }
}

/** A stream of events that ends after these chunks, by an error if `broken`. */
export function eventAnswer(chunks: readonly string[], { broken = false } = {}): UpstreamAnswer {
  const left = chunks.map((text) => new TextEncoder().encode(text))
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = left.shift()
      if (chunk !== undefined) controller.enqueue(chunk)
      else if (broken) controller.error(new Error("The connection was reset."))
      else controller.close()
    },
  })
  return { status: 200, headers: new Headers({ "content-type": "text/event-stream" }), body }
}
