import type { WholeAnswer } from "./cache/whole-answer.ts"
import type { Call } from "./call.ts"
import type { Gateway } from "./gateway.ts"
import { type ApiError, badUpstream, isApiError, tooMany } from "./http/errors.ts"
import { headerOf } from "./http/send.ts"
import { after, type Later } from "./later.ts"
import type { Asked } from "./read-question.ts"
import type { Route } from "./routes.ts"
import { stopError } from "./stop-reason.ts"
import { relay } from "./stream/relay.ts"
import { StreamWatch } from "./stream/stream-watch.ts"
import { translateEvents } from "./stream/translate-events.ts"
import { readWhole } from "./upstream/read-whole.ts"
import { ask, type Begun } from "./upstream/ask.ts"
import type { Question } from "./upstream/question.ts"
import { chainOf, tellChain } from "./observe/chain.ts"

/** Answers from the cache, together with others who ask the same, or by an upstream. */
export function answerQuestion(
  call: Call,
  { route, question, cacheKey }: Asked & { readonly route: Route },
  gateway: Gateway,
): Later<Response> {
  if (question.stream)
    return after(enterStreams(call, gateway), (refused) =>
      refused === undefined
        ? answerDirectly(call, { route, question }, gateway)
        : call.refuse(refused),
    )
  return after(cacheKey, (key) =>
    key === undefined
      ? answerDirectly(call, { route, question }, gateway)
      : answerThroughCache(call, { question, key }, gateway),
  )
}

async function answerThroughCache(
  call: Call,
  { question, key }: { readonly question: Question; readonly key: string },
  gateway: Gateway,
): Promise<Response> {
  const stored = await gateway.store.find(key)
  if (stored !== undefined) {
    call.cache = "hit"
    return sendWhole(call, stored, gateway)
  }
  const { result, led } = await gateway.coalescer.join(key, call.signal, async (signal) => {
    const whole = await askWhole(question, signal, gateway)
    if (!isApiError(whole)) gateway.store.keep(key, whole)
    return whole
  })
  call.cache = led ? "miss" : "coalesced"
  if (isApiError(result)) return call.refuse(reasonOf(call, result))
  if (led) call.usage = result.usage
  return sendWhole(call, result, gateway)
}

async function answerDirectly(
  call: Call,
  { route, question }: { readonly route: Route; readonly question: Question },
  gateway: Gateway,
): Promise<Response> {
  call.cache = question.method === "POST" ? "bypass" : undefined
  const begun = await ask(question, call.signal, gateway.asking)
  if (isApiError(begun)) return call.refuse(reasonOf(call, begun))
  call.upstream = begun.upstream.settings.name
  if (isEventStream(begun)) return await sendStream(call, { route, question, begun }, gateway)
  const whole = await readWhole(begun)
  if (isApiError(whole)) return call.refuse(reasonOf(call, whole))
  call.usage = whole.usage
  return sendWhole(call, whole, gateway)
}

async function askWhole(
  question: Question,
  signal: AbortSignal,
  gateway: Gateway,
): Promise<WholeAnswer | ApiError> {
  const begun = await ask(question, signal, gateway.asking)
  return isApiError(begun) ? begun : await readWhole(begun)
}

/** Why a request was given up says more than what came of giving it up. */
function reasonOf({ stopped }: Call, error: ApiError): ApiError {
  return stopped === undefined ? error : stopError(stopped)
}

function isEventStream({ answer }: Begun): boolean {
  return headerOf(answer, "content-type")?.startsWith("text/event-stream") ?? false
}

function sendWhole(
  call: Call,
  answer: WholeAnswer,
  { config, runtime: { http } }: Gateway,
): Response {
  call.upstream = answer.upstream
  const { headers } = call
  headers["content-type"] = answer.contentType
  headers["x-upstream"] = answer.upstream
  if (call.cache !== undefined) headers["x-cache"] = call.cache
  if (answer.retryAfter !== undefined) headers["retry-after"] = answer.retryAfter
  if (answer.contentEncoding !== undefined) headers["content-encoding"] = answer.contentEncoding
  // What was kept may be an answer of deployments that are gone.
  if (call.cache !== "hit") tellChain(headers, config.aidepDeployment, answer.chain)
  call.end(answer.status, "complete")
  return http.answerWhole(call.context, { status: answer.status, headers }, answer.body)
}

interface Streaming {
  readonly route: Route
  readonly question: Question
  readonly begun: Begun
}

async function sendStream(
  call: Call,
  { route, question, begun }: Streaming,
  gateway: Gateway,
): Promise<Response> {
  const { answer, upstream, prepared } = begun
  const refused = question.stream ? undefined : await enterStreams(call, gateway)
  if (refused !== undefined || headerOf(answer, "content-encoding") !== undefined) {
    answer.body.cancel()
    return call.refuse(refused ?? badUpstream("The upstream sent a compressed stream."))
  }
  const { status } = answer
  const watch = new StreamWatch()
  const headers: Record<string, string> = {
    ...call.headers,
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    // For proxies that would hold the events back.
    "x-accel-buffering": "no",
    "x-cache": "bypass",
    "x-upstream": upstream.settings.name,
  }
  tellChain(headers, gateway.config.aidepDeployment, chainOf(answer))
  return gateway.runtime.http.answerInParts(call.context, { status, headers }, async (write) => {
    const { translate } = prepared
    const ending = await relay({
      body: answer.body,
      watch,
      translate: translate === undefined ? undefined : translateEvents(translate.event),
      endMark: route.endMark,
      stopped: () => call.stopped,
      write: (chunk) => {
        call.firstByteMs ??= performance.now() - call.startedMs
        return write(chunk)
      },
    })
    if (ending === "upstream" || ending === "timeout") upstream.breaker.fail()
    call.firstByteMs ??= performance.now() - call.startedMs
    call.usage = watch.usage
    call.end(status, ending)
  })
}

/** A place among the streams of this key and this address, until the request ends. */
function enterStreams(call: Call, gateway: Gateway): Later<ApiError | undefined> {
  const { config } = gateway
  const own = { owner: call.caller?.id ?? "", most: call.caller?.streams ?? config.streamLimit }
  return after(enter(call, { ...own, limit: "streams" }, gateway), (refused) => {
    if (refused !== undefined || config.ipStreamLimit === undefined) return refused
    const place = { owner: `ip:${call.addressGroup}`, most: config.ipStreamLimit }
    return enter(call, { ...place, limit: "ip_streams" }, gateway)
  })
}

interface Limited {
  readonly owner: string
  readonly most: number
  /** As it stands in metrics. */
  readonly limit: "streams" | "ip_streams"
}

function enter(
  call: Call,
  { owner, most, limit }: Limited,
  { streams, metrics, runtime }: Gateway,
): Later<ApiError | undefined> {
  // An id of the caller's own may come twice.
  const id = `${call.id}:${runtime.random()}`
  return after(streams.enter({ owner, most, id }), (leave) => {
    if (leave !== undefined) return void call.atEnd(leave)
    metrics.limited.count(limit)
    return tooMany("too_many_streams", "Too many answers are being streamed at the same time.", 1)
  })
}
