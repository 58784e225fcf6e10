import type { Context } from "hono"
import { type Address, addressGroup } from "./auth/ip-networks.ts"
import type { Caller } from "./auth/caller.ts"
import type { Usage } from "./cache/whole-answer.ts"
import type { Gateway } from "./gateway.ts"
import { callerAddress } from "./http/caller-address.ts"
import { corsHeaders } from "./http/cors.ts"
import { type ApiError, errorBody, internal } from "./http/errors.ts"
import { continueTrace, type Trace } from "./observe/trace.ts"
import type { StopReason } from "./stop-reason.ts"
import type { Ending } from "./stream/relay.ts"

/** One request on its way: what is known about it so far, and what has to happen when it ends. */
export class Call {
  readonly id: string
  readonly trace: Trace
  readonly context: Context
  readonly route: string
  readonly startedMs: number
  readonly #gateway: Gateway
  readonly #controller = new AbortController()
  readonly #atEnd: (() => void | Promise<void>)[] = []
  #stopped: StopReason | undefined
  #ended = false

  /** Among the running ones; theirs to change. */
  place = 0
  caller: Caller | undefined
  /** Headers of the answer that are known before it: of limits and of the cache. */
  readonly headers: Record<string, string>
  cache: "hit" | "miss" | "coalesced" | "bypass" | undefined
  upstream: string | undefined
  model: string | undefined
  adapter: string | undefined
  /** The body as text, where it is to be in the usage log. */
  prompt: string | undefined
  usage: Usage | undefined
  firstByteMs: number | undefined

  constructor(context: Context, route: string, gateway: Gateway) {
    const { config, runtime } = gateway
    const { headers } = context.req.raw
    const uuid = crypto.randomUUID()
    this.#gateway = gateway
    this.context = context
    this.route = route
    this.id = ownId(headers.get("x-request-id")) ?? uuid
    this.trace = continueTrace(headers.get("traceparent"), uuid)
    this.startedMs = performance.now()
    this.headers = { "x-request-id": this.id }
    if (config.aidepDeployment !== undefined)
      this.headers["x-aidep-deployment"] = config.aidepDeployment
    if (config.corsOrigins.length > 0)
      Object.assign(this.headers, corsHeaders(headers.get("origin"), config.corsOrigins))
    gateway.running.add(this)
    runtime.http.onClientGone(context, () => this.stop("client gone"))
  }

  /** Aborted when the request is given up. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get stopped(): StopReason | undefined {
    return this.#stopped
  }

  /** Of the caller; undefined where it is not known. */
  get address(): Address | undefined {
    const { config, runtime } = this.#gateway
    const forwarded = this.context.req.raw.headers.get("x-forwarded-for")
    return callerAddress(runtime.http.peerAddress(this.context), forwarded, config.trustProxy)
  }

  /** Who shares the limits of an address. */
  get addressGroup(): string {
    const { address } = this
    return address === undefined ? "unknown" : addressGroup(address)
  }

  stop(reason: StopReason): void {
    if (this.#ended || this.#stopped !== undefined) return
    this.#stopped = reason
    this.#controller.abort(reason)
  }

  /** Called once, when the last byte is out. What it begins may take longer than the request. */
  atEnd(act: () => void | Promise<void>): void {
    this.#atEnd.push(act)
  }

  /** Answers with an error. */
  refuse(error: ApiError): Response {
    const response = new Response(errorBody(error), {
      status: error.status === 499 ? 503 : error.status,
      headers: {
        ...this.headers,
        "content-type": "application/json",
        ...(error.retryAfterSeconds === undefined
          ? {}
          : { "retry-after": String(error.retryAfterSeconds) }),
      },
    })
    this.end(error.status, error.status === 499 ? "client" : "complete")
    return response
  }

  /** Answers after a failure of the gateway itself. */
  fail(error: unknown): Response {
    const text = error instanceof Error ? (error.stack ?? String(error)) : String(error)
    this.#gateway.runtime.log("error", "failed", { id: this.id, error: text })
    this.#gateway.runtime.report(error, { id: this.id, route: this.route })
    return this.refuse(internal)
  }

  /** Frees what the request held, counts it, and writes its line. */
  end(status: number, ending: Ending): void {
    if (this.#ended) return
    this.#ended = true
    this.#gateway.running.remove(this)
    for (const act of this.#atEnd) {
      const begun = act()
      if (begun !== undefined) this.#gateway.runtime.http.outlive(this.context, begun)
    }
    const seen = ending === "client" ? 499 : status
    const ms = performance.now() - this.startedMs
    this.#count(seen, ms, ending)
    this.#write(seen, ms, ending)
  }

  #count(status: number, ms: number, ending: Ending): void {
    const { metrics, quota, config } = this.#gateway
    metrics.requests.of(this.route, status).value += 1
    metrics.durations.observe(this.route, ms / 1000)
    if (this.cache !== undefined) metrics.cache.of(this.cache).value += 1
    if (this.firstByteMs !== undefined) {
      metrics.firstToken.observe(this.route, this.firstByteMs / 1000)
      if (ending !== "complete") metrics.brokenStreams.of(ending).value += 1
    }
    const { usage, caller } = this
    if (usage === undefined || caller === undefined || usage.prompt + usage.completion === 0) return
    metrics.tokens.of("prompt").value += usage.prompt
    metrics.tokens.of("completion").value += usage.completion
    if ((caller.tokensPerDay ?? config.tokenQuota) !== undefined)
      quota.add(caller.tenant, usage.prompt + usage.completion)
  }

  #write(status: number, ms: number, ending: Ending): void {
    const { runtime } = this.#gateway
    const { id, route, caller, upstream, cache, usage } = this
    const broken = ending === "upstream" || ending === "timeout"
    runtime.log(status >= 500 || broken ? "error" : "info", "request", {
      id,
      trace: this.trace.traceId,
      method: this.context.req.method,
      route,
      status,
      ms: Math.round(ms * 10) / 10,
      key: caller?.id,
      upstream,
      cache,
      tokens: usage?.completion,
      ending: ending === "complete" ? undefined : ending,
    })
    if (runtime.usage === undefined || upstream === undefined) return
    const { model, adapter, prompt } = this
    const time = new Date().toISOString()
    const tokens = { prompt_tokens: usage?.prompt, completion_tokens: usage?.completion }
    const who = { type: "usage", time, id, key: caller?.id, tenant: caller?.tenant }
    const what = { route, model, adapter, upstream, cache, status, ms: Math.round(ms) }
    runtime.usage(JSON.stringify({ ...who, ...what, ...tokens, prompt }))
  }
}

/** The caller's own name of the request, where it is one that can stand in a log. */
function ownId(given: string | null): string | undefined {
  return given !== null && /^[\w.-]{1,64}$/.test(given) ? given : undefined
}
