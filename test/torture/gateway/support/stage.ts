import { readFileSync } from "node:fs"
import { convertV4MiniflareOptions, Miniflare } from "miniflare"
import { onTestFinished } from "vitest"
import { builtGateway } from "./built-gateway.ts"
import { type GatewayProcess, type Settings, startGatewayProcess } from "./gateway-process.ts"
import { type Script, type ScriptedUpstream, scriptedUpstream } from "./scripted-upstream.ts"

/** The key that the gateways of the tests accept. */
export const key = "key-of-a-test-0123456789"
export const authorization = `Bearer ${key}`
/** A chat that is not cached: it asks for no temperature. */
export const chat = { model: "m", messages: [{ role: "user" as const, content: "hello" }] }

/** Asks a gateway as an ordinary client. */
export interface Client {
  readonly url: string
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>
  /** Posts JSON; text and bytes go as they are. */
  readonly post: (path: string, body: unknown, init?: RequestInit) => Promise<Response>
  /** The sum of a metric over the series that have these labels. */
  readonly metric: (name: string, labels?: Readonly<Record<string, string>>) => Promise<number>
}

/** Where the built gateway runs. */
export interface Runtime {
  readonly name: "Node" | "workerd"
  readonly start: (settings: Settings) => Promise<string>
}

export const onNode: Runtime = {
  name: "Node",
  start: async (settings) => (await nodeGateway(settings)).url,
}

const onWorkerd: Runtime = {
  name: "workerd",
  start: async (settings) => {
    const { worker } = await builtGateway()
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        modules: true,
        script: readFileSync(worker, "utf8"),
        compatibilityDate: "2026-10-01",
        compatibilityFlags: ["enable_request_signal"],
        // Its log is the log of the tests.
        bindings: { LOG_LEVEL: "silent", ...settings },
      }),
    )
    onTestFinished(async () => await miniflare.dispose())
    return (await miniflare.ready).href.replace(/\/$/, "")
  },
}

export const runtimes: readonly Runtime[] = [onNode, onWorkerd]

/** Settings that keep the limits out of the way of what a test is about. */
const generous: Settings = {
  API_KEYS: key,
  RATE_LIMIT: "100000/1s",
  STREAM_LIMIT: "1000",
  AIDEP_DEPLOYMENT: "d-1",
}

/** An upstream that plays a script, and a gateway in front of it; both end with the test. */
export async function stage(
  script: Script,
  settings: Settings = {},
  runtime: Runtime = onNode,
): Promise<{ readonly upstream: ScriptedUpstream } & Client> {
  const upstream = await upstreamFor(script)
  const url = await runtime.start({ UPSTREAM_URL: upstream.url, ...generous, ...settings })
  return { upstream, ...clientOf(url) }
}

/** As `stage`, with what only a process has: its log, its memory, its signals. */
export async function stageProcess(
  script: Script,
  settings: Settings = {},
  options: Parameters<typeof startGatewayProcess>[1] = {},
): Promise<{ readonly upstream: ScriptedUpstream; readonly gateway: GatewayProcess } & Client> {
  const upstream = await upstreamFor(script)
  const variables = { UPSTREAM_URL: upstream.url, ...generous, ...settings }
  const gateway = await nodeGateway(variables, options)
  return { upstream, gateway, ...clientOf(gateway.url) }
}

export async function upstreamFor(script: Script, port?: number): Promise<ScriptedUpstream> {
  const upstream = await scriptedUpstream(script, port)
  onTestFinished(upstream.close)
  return upstream
}

export async function nodeGateway(
  settings: Settings,
  options: Parameters<typeof startGatewayProcess>[1] = {},
): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(settings, options)
  onTestFinished(gateway.stop)
  return gateway
}

export function clientOf(url: string, token = key): Client {
  const ask = async (path: string, init: RequestInit = {}) =>
    await fetch(url + path, { headers: { authorization: `Bearer ${token}` }, ...init })
  const post = async (path: string, body: unknown, init: RequestInit = {}) =>
    await ask(path, {
      method: "POST",
      body:
        typeof body === "string" || body instanceof Uint8Array
          ? bytesOf(body)
          : JSON.stringify(body),
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        ...Object.fromEntries(new Headers(init.headers)),
      },
    })
  const metric = async (name: string, labels: Readonly<Record<string, string>> = {}) =>
    sumOf(await (await ask("/metrics")).text(), name, labels)
  return { url, ask, post, metric }
}

function bytesOf(body: string | Uint8Array): Blob {
  return new Blob([typeof body === "string" ? body : new Uint8Array(body)])
}

/** Of Prometheus' text: the sum of all series of this name with these labels. */
function sumOf(text: string, name: string, labels: Readonly<Record<string, string>>): number {
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) =>
      Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)),
    )
    .map((line) => Number(line.slice(line.lastIndexOf(" "))))
    .reduce((sum, value) => sum + value, 0)
}

/** Reads an answer part by part, as text. */
export function readerOf(answer: Response) {
  if (answer.body === null) throw new Error("The answer has no body.")
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  return async () => (await reader.read()).value
}

/** The code in the body of an error. */
export async function codeOf(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json()
  if (typeof body !== "object" || body === null || !("error" in body)) return undefined
  const { error } = body
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined
}
