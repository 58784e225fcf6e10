import { hash } from "node:crypto"
import { createApp } from "../src/app.ts"
import { readConfig } from "../src/config/config.ts"
import { createGateway } from "../src/gateway.ts"
import type { IncomingAnswer, OutgoingRequest, Write } from "../src/http/send.ts"
import { SendError } from "../src/http/send.ts"
import { createMetrics } from "../src/observe/metrics.ts"
import type { Runtime } from "../src/runtime.ts"
import { webHttp } from "../src/web/web-http.ts"

export const key = "a-key-of-these-tests"
export const authorized = { authorization: `Bearer ${key}` }

type Upstream = (request: OutgoingRequest) => IncomingAnswer | Promise<IncomingAnswer>

export interface Setup {
  readonly variables?: Record<string, string>
  readonly file?: unknown
  readonly upstream?: Upstream
  readonly runtime?: Partial<Runtime>
}

/** A gateway in this process: its clock moves only when it sleeps, and its upstream is a function. */
export async function gatewayWith({ variables = {}, file, upstream, runtime = {} }: Setup) {
  const base = { UPSTREAM_URL: "http://upstream.test", UPSTREAM_TOKEN: "up", API_KEYS: key }
  const read = readConfig({ ...base, ...variables }, file)
  if (!read.ok) throw new Error(read.problems.join("\n"))
  const clock = { nowMs: Date.UTC(2026, 10, 21) }
  const sent: OutgoingRequest[] = []
  const lines: string[] = []
  const usage: string[] = []
  const metrics = createMetrics()
  const whole: Runtime = {
    nowMs: () => clock.nowMs,
    random: () => 0.5,
    sleep: async (ms) => {
      clock.nowMs += ms
    },
    sha256: (text) => hash("sha256", text),
    send: async (request) => {
      sent.push(request)
      return (await upstream?.(request)) ?? jsonAnswer({})
    },
    log: (level, message, fields) => lines.push(JSON.stringify({ level, message, ...fields })),
    report: () => undefined,
    usage: (line) => usage.push(line),
    http: webHttp,
    redis: undefined,
    keyFile: undefined,
    ...runtime,
  }
  const config = read.value
  const gateway = await createGateway({ config, runtime: whole, metrics, stopping: () => false })
  const app = createApp(gateway, () => "")
  const ask = async (path: string, init: RequestInit = {}) =>
    await app.fetch(new Request(`http://gateway.test${path}`, init))
  return {
    clock,
    sent,
    lines,
    usage,
    gateway,
    ask,
    post: async (path: string, body: unknown, headers: Record<string, string> = authorized) =>
      await ask(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  }
}

export function jsonAnswer(
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): IncomingAnswer {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: bodyOf([bytes], false),
  }
}

/** A stream of events that ends after these chunks; cut off if `broken`. */
export function eventAnswer(chunks: readonly string[], { broken = false } = {}): IncomingAnswer {
  const bytes = chunks.map((text) => new TextEncoder().encode(text))
  return {
    status: 200,
    headers: { "content-type": "text/event-stream" },
    body: bodyOf(bytes, broken),
  }
}

/** The body that was sent, as JSON. */
export function sentJson({ body }: OutgoingRequest): unknown {
  return JSON.parse(new TextDecoder().decode(body))
}

export async function errorOf(answer: Response) {
  const body: unknown = await answer.json()
  const error =
    typeof body === "object" && body !== null && "error" in body ? body.error : undefined
  if (typeof error !== "object" || error === null) throw new Error("This is no error.")
  return error as { readonly code: string; readonly param: string | null }
}

function bodyOf(chunks: readonly Uint8Array[], broken: boolean): IncomingAnswer["body"] {
  const pipe = async (write: Write) => {
    for (const chunk of chunks) await write(chunk)
    if (broken) throw new SendError("reset", undefined)
  }
  return {
    cancel: () => undefined,
    pipe,
    async whole() {
      const parts: Uint8Array[] = []
      await pipe((chunk) => {
        parts.push(chunk)
      })
      return Buffer.concat(parts)
    },
  }
}
