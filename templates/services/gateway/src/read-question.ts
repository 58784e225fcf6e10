import { cacheKeyOf } from "./cache/cache-key-of.ts"
import type { Call } from "./call.ts"
import type { Gateway } from "./gateway.ts"
import { type ApiError, invalid, invalidJson } from "./http/errors.ts"
import type { Later } from "./later.ts"
import type { Route } from "./routes.ts"
import type { Question } from "./upstream/question.ts"

type Json = Readonly<Record<string, unknown>>

/** A byte order mark is no JSON. */
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** What is asked, and under which key its answer may be kept; undefined where it may not. */
export interface Asked {
  readonly question: Question
  readonly cacheKey: Later<string | undefined>
}

/**
 * Understands what is asked, and refuses what no upstream needs to see. The parsed body is not kept: it takes several
 * times the memory of its bytes.
 */
export function readQuestion(
  call: Call,
  { route, body }: { readonly route: Route; readonly body: Uint8Array | undefined },
  gateway: Gateway,
): Asked | ApiError {
  if (body === undefined) return { question: question(call, route, {}), cacheKey: undefined }
  const contentType = call.context.req.raw.headers.get("content-type") ?? undefined
  const opaque = route.body === "any" && !(contentType ?? "").includes("json")
  const text = opaque ? undefined : decode(body)
  const json = text === undefined ? undefined : parseObject(text)
  if (gateway.config.logPrompts) call.prompt = text
  if (json !== undefined) {
    call.model = textOf(json["model"])
    call.adapter = textOf(json["adapter"])
  }
  const stream = json?.["stream"] === true
  const wrong = route.body === "any" ? undefined : problemIn(json, route.body === "generate")
  if (wrong !== undefined) return wrong
  const known = route.body === "any" ? contentType : "application/json"
  return {
    question: question(call, route, { body, stream, contentType: known }),
    cacheKey: stream || json === undefined ? undefined : cacheKeyOf(call, { route, json }, gateway),
  }
}

interface Content {
  readonly body?: Uint8Array | undefined
  readonly stream?: boolean
  readonly contentType?: string | undefined
}

function question(
  call: Call,
  route: Route,
  { body, stream = false, contentType }: Content,
): Question {
  const { raw } = call.context.req
  const accept = raw.headers.get("accept")
  const key = raw.headers.get("idempotency-key")
  const query = route.method === "GET" ? raw.url.indexOf("?") : -1
  const headers: Record<string, string> = {
    "x-request-id": call.id,
    traceparent: call.trace.traceparent,
  }
  if (accept !== null) headers["accept"] = accept
  if (key !== null) headers["idempotency-key"] = key
  if (contentType !== undefined) headers["content-type"] = contentType
  return {
    route: route.path,
    method: route.method,
    path: query < 0 ? route.upstreamPath : route.upstreamPath + raw.url.slice(query),
    body,
    model: call.model,
    adapter: call.adapter,
    stream,
    headers,
  }
}

function decode(body: Uint8Array): string | undefined {
  try {
    return strict.decode(body)
  } catch {
    return undefined
  }
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** A mistake that would cost time on a GPU. Everything else is the upstream's to check. */
function problemIn(json: Json | undefined, generate: boolean): ApiError | undefined {
  if (json === undefined) return invalidJson
  const { prompt, adapter, model, max_tokens: most, stream } = json
  if (generate && (typeof prompt !== "string" || prompt === ""))
    return invalid('"prompt" has to be a text that is not empty.', "prompt")
  if (generate && adapter !== undefined && adapter !== null && !isName(adapter))
    return invalid('"adapter" has to be a name.', "adapter")
  if (model !== undefined && !isName(model)) return invalid('"model" has to be a name.', "model")
  if (most !== undefined && most !== null && !(Number.isInteger(most) && Number(most) >= 1))
    return invalid('"max_tokens" has to be a whole number above 0.', "max_tokens")
  if (stream !== undefined && stream !== null && typeof stream !== "boolean")
    return invalid('"stream" has to be true or false.', "stream")
  return undefined
}

/** Without control characters, which could break a log, a header or a path further on. */
function isName(value: unknown): boolean {
  return typeof value === "string" && /^[^\p{Cc}]{1,256}$/u.test(value)
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined
}
