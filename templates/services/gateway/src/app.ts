import { type Context, Hono } from "hono"
import { identify, wrongAddress } from "./admit.ts"
import { may } from "./auth/caller.ts"
import { presentedBy } from "./auth/credentials.ts"
import { Call } from "./call.ts"
import type { Gateway } from "./gateway.ts"
import { preflightHeaders } from "./http/cors.ts"
import { insufficientScope, methodNotAllowed, notFound, unauthorized } from "./http/errors.ts"
import type { Readings } from "./observe/metrics.ts"
import { openApiDocument } from "./openapi.ts"
import { routesOf } from "./routes.ts"
import { serve } from "./serve.ts"

/** The routes of the gateway. */
export function createApp(gateway: Gateway, processLines: () => string): Hono {
  const { config } = gateway
  const app = new Hono()
  const routes = routesOf(config)
  const document = JSON.stringify(openApiDocument(routes))
  const readings = readingsOf(gateway, processLines)

  for (const route of routes) {
    app.on(route.method, route.path, (c) => serve(c, route, gateway))
  }
  app.get("/", (c) =>
    plain(c, "/", { name: "gateway", deployment: config.aidepDeployment ?? null }),
  )
  app.get("/health", (c) => plain(c, "/health", { status: "ok" }))
  app.get("/ready", (c) => ready(c, gateway))
  app.get("/openapi.json", (c) => answerJson(new Call(c, "/openapi.json", gateway), document, 200))
  app.get("/metrics", (c) => metrics(c, gateway, readings))
  if (config.corsOrigins.length > 0) app.options("*", (c) => preflight(c, gateway))

  const paths = new Set([
    ...routes.map(({ path }) => path),
    "/",
    "/health",
    "/ready",
    "/metrics",
    "/openapi.json",
  ])
  app.notFound((c) => {
    const known = paths.has(c.req.path)
    const call = new Call(c, known ? c.req.path : "other", gateway)
    return call.refuse(known ? methodNotAllowed : notFound)
  })
  return app

  function plain(c: Context, route: string, value: unknown): Response {
    return answerJson(new Call(c, route, gateway), JSON.stringify(value), 200)
  }
}

function answerJson(call: Call, body: string, status: number): Response {
  return answerText(call, { body, status, contentType: "application/json" })
}

interface Text {
  readonly body: string
  readonly status: number
  readonly contentType: string
}

function answerText(call: Call, { body, status, contentType }: Text): Response {
  call.end(status, "complete")
  const headers = { ...call.headers, "content-type": contentType, "cache-control": "no-store" }
  return new Response(body, { status, headers })
}

/** Asks nobody: a question from outside, many times a minute, is not to wake a GPU. */
function ready(c: Context, gateway: Gateway): Response {
  const call = new Call(c, "/ready", gateway)
  const upstreams = gateway.asking.upstreams.map(({ settings: { name }, breaker }) => [
    name,
    breaker.state,
  ])
  const open = gateway.asking.upstreams.every(({ breaker }) => breaker.state === "open")
  const stopping = gateway.stopping()
  const status = stopping || open ? 503 : 200
  const reason = stopping ? "stopping" : "no upstream may be called"
  const body = {
    status: status === 200 ? "ok" : reason,
    upstreams: Object.fromEntries(upstreams),
    redis: redisState(gateway),
  }
  return answerJson(call, JSON.stringify(body), status)
}

function redisState({ runtime: { redis } }: Gateway): string {
  if (redis === undefined) return "none"
  return redis.isUp() ? "ok" : "away, limits are local"
}

/** With a token of its own where one is set: figures of all tenants are for none of them. */
async function metrics(c: Context, gateway: Gateway, readings: Readings): Promise<Response> {
  const call = new Call(c, "/metrics", gateway)
  const wrong = wrongAddress(call, gateway)
  if (wrong !== undefined) return call.refuse(wrong)
  const { metricsToken } = gateway.config
  if (metricsToken === undefined) {
    const caller = await identify(call, gateway)
    if ("code" in caller) return call.refuse(caller)
    if (!may(caller, "metrics") && gateway.config.auth !== "none")
      return call.refuse(insufficientScope("metrics"))
  } else {
    const digest = gateway.runtime.sha256
    const presented = await digest(presentedBy(c.req.raw.headers) ?? "")
    if (presented !== (await digest(metricsToken))) return call.refuse(unauthorized)
  }
  const body = gateway.metrics.text(readings)
  return answerText(call, { body, status: 200, contentType: "text/plain; version=0.0.4" })
}

function preflight(c: Context, gateway: Gateway): Response {
  const call = new Call(c, "preflight", gateway)
  call.end(204, "complete")
  return new Response(null, { status: 204, headers: { ...call.headers, ...preflightHeaders } })
}

function readingsOf(gateway: Gateway, process: () => string): Readings {
  const { running, streams, store, coalescer, runtime, asking } = gateway
  const states = { closed: 0, "half open": 1, open: 2 } as const
  return {
    inFlight: () => running.size,
    streams: () => streams.total,
    cacheBytes: store.bytes,
    cacheEntries: store.entries,
    coalescedWaiting: () => coalescer.waiting,
    redisUp: () => (runtime.redis === undefined || runtime.redis.isUp() ? 1 : 0),
    breakers: () =>
      asking.upstreams.map(({ settings, breaker }) => [settings.name, states[breaker.state]]),
    process,
  }
}
