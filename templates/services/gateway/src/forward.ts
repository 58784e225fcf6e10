import type { Context } from "hono"
import * as z from "zod"
import type { Config } from "./config.ts"
import type { Platform, Variables } from "./context.ts"
import { answer, invalid, upstreamError } from "./errors.ts"
import { relayEvents } from "./relay-events.ts"
import {
  readWhole,
  type Send,
  sendAndFollow,
  type UpstreamAnswer,
  UpstreamTimeout,
} from "./upstream.ts"

interface Way extends Platform {
  readonly config: Config
}

/** Of an answer that is not a stream. */
const mostBytes = 16 * 1024 * 1024
const readyTimeoutMs = 5_000

/** Settings beyond these, such as `stop` and `seed`, are the upstream's to check. */
const generateBody = z.looseObject({
  prompt: z.string().min(1),
  adapter: z.string().min(1).optional(),
  max_tokens: z.int().min(1).optional(),
  stream: z.boolean().optional(),
})

/** `POST /v1/generate`: checked here, so that a mistake costs no time on a GPU. */
export async function generate(c: Context<Variables>, way: Way): Promise<Response> {
  const json: unknown = await c.req.json().catch(() => undefined)
  if (json === undefined) return answer(c, invalid("The body is not JSON."))
  const { error } = generateBody.safeParse(json)
  const [issue] = error?.issues ?? []
  if (issue === undefined) return await forward(c, way)
  return answer(c, invalid(issue.message, issue.path.join(".")))
}

/** Passes the request to the same path of the upstream, and the answer back as it comes. */
export async function forward(c: Context<Variables>, way: Way): Promise<Response> {
  const post = c.req.method === "POST"
  const body = post ? { body: new Uint8Array(await c.req.arrayBuffer()) } : {}
  try {
    const received = await sendAndFollow(way.send, {
      method: post ? "POST" : "GET",
      url: way.config.upstreamUrl + c.req.path,
      headers: upstreamHeaders(c, way.config),
      signal: c.get("signal"),
      ...body,
    })
    return await passBack(c, received, way)
  } catch (error) {
    return failed(c, error, way)
  }
}

/** True when the upstream answers anything but a failure. It may wake a model that is scaled to zero. */
export async function isUpstreamReachable(
  c: Context<Variables>,
  config: Config,
  send: Send,
): Promise<boolean> {
  const signal = AbortSignal.any([c.get("signal"), AbortSignal.timeout(readyTimeoutMs)])
  const headers = upstreamHeaders(c, config)
  try {
    const { status, body } = await send({
      method: "GET",
      url: `${config.upstreamUrl}/health`,
      headers,
      signal,
    })
    await body?.cancel()
    return status < 500
  } catch {
    return false
  }
}

/** Only what the upstream needs: no key, cookie or address of the caller. */
function upstreamHeaders(c: Context<Variables>, { upstreamToken }: Config): Record<string, string> {
  const passed = ["accept", "content-type", "traceparent"].flatMap((name) => {
    const value = c.req.header(name)
    return value === undefined ? [] : [[name, value]]
  })
  const token = upstreamToken === undefined ? {} : { authorization: `Bearer ${upstreamToken}` }
  return { ...Object.fromEntries(passed), ...token, "x-request-id": c.get("requestId") }
}

async function passBack(
  c: Context<Variables>,
  received: UpstreamAnswer,
  { log }: Way,
): Promise<Response> {
  const { status, headers, body } = received
  if (status === 401 || status === 403 || (status >= 300 && status < 400)) {
    await body?.cancel()
    log("error", "refused by the upstream", { id: c.get("requestId"), status })
    const what = status < 400 ? "sent the gateway elsewhere" : "refused the gateway's own token"
    return answer(c, upstreamError(502, `The upstream ${what}.`))
  }
  const type = headers.get("content-type") ?? "application/octet-stream"
  const retryAfter = headers.get("retry-after")
  const passed = {
    "content-type": type,
    ...(retryAfter === null ? {} : { "retry-after": retryAfter }),
  }
  if (body !== null && type.startsWith("text/event-stream")) {
    const { stream, ended } = relayEvents(body)
    c.set("ended", ended)
    const unbuffered = { "cache-control": "no-cache", "x-accel-buffering": "no" }
    return new Response(stream, { status, headers: { ...passed, ...unbuffered } })
  }
  const whole = await readWhole(body, mostBytes)
  if (whole === undefined)
    return answer(c, upstreamError(502, "The upstream's answer is larger than 16 MiB."))
  return new Response(whole, { status, headers: passed })
}

function failed(c: Context<Variables>, error: unknown, { log }: Way): Response {
  log("error", "no answer from the upstream", { id: c.get("requestId"), error: String(error) })
  if (error instanceof UpstreamTimeout)
    return answer(c, upstreamError(504, "The upstream took too long to answer."))
  if (c.get("signal").aborted) return answer(c, upstreamError(503, "The gateway is being stopped."))
  return answer(c, upstreamError(502, "The upstream cannot be reached or broke off."))
}
