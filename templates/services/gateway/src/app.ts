import { type Context, Hono, type MiddlewareHandler } from "hono"
import { bodyLimit } from "hono/body-limit"
import { cors } from "hono/cors"
import { createIdentify } from "./access.ts"
import type { Config } from "./config.ts"
import type { Platform, Variables } from "./context.ts"
import { answer, internal, notFound, tooLarge, tooMany, unauthorized } from "./errors.ts"
import { forward, generate, isUpstreamReachable } from "./forward.ts"
import { Metrics } from "./metrics.ts"
import { observe } from "./observe.ts"
import { createRateLimiter } from "./rate-limit.ts"

export interface Gateway {
  readonly fetch: Hono<Variables>["fetch"]
  /** Breaks off what is still being answered; streams end with an error event. */
  readonly abort: () => void
}

const mostBytes = 1024 * 1024
const chatRoutes = ["/v1/chat/completions", "/v1/completions"]

export async function createGateway(config: Config, platform: Platform): Promise<Gateway> {
  const metrics = new Metrics()
  const identify = await createIdentify(config.keys, platform.sha256)
  const posted = [...chatRoutes, ...config.passThrough]
  const routes = ["/", "/health", "/ready", "/metrics", "/v1/models", "/v1/generate", ...posted]
  const running = new Set<AbortController>()
  const app = new Hono<Variables>()

  app.use(observe({ metrics, running, routes, deployment: config.deployment, log: platform.log }))
  if (config.corsOrigins.length > 0) app.use(corsFor(config.corsOrigins))
  app.get("/", (c) => c.json({ name: "gateway", deployment: config.deployment ?? null }))
  app.get("/health", (c) => c.json({ status: "ok" }))

  app.use(requireKey)
  app.get("/metrics", (c) => c.text(metrics.text()))
  app.get("/ready", async (c) => {
    const reachable = await isUpstreamReachable(c, config, platform.send)
    return c.json({ status: reachable ? "ok" : "upstream not reachable" }, reachable ? 200 : 503)
  })

  app.use(
    "/v1/*",
    limitRate(config),
    bodyLimit({ maxSize: mostBytes, onError: (c) => answer(c, tooLarge) }),
  )
  app.get("/v1/models", (c) => forward(c, { config, ...platform }))
  app.post("/v1/generate", (c) => generate(c, { config, ...platform }))
  for (const path of posted) app.post(path, (c) => forward(c, { config, ...platform }))

  app.notFound((c) => answer(c, notFound))
  app.onError((error, c) => {
    const level = c.get("signal").aborted ? "debug" : "error"
    platform.log(level, "failed", { id: c.get("requestId"), error: String(error) })
    return answer(c, internal)
  })
  return { fetch: app.fetch, abort: () => running.forEach((controller) => controller.abort()) }

  async function requireKey(c: Context<Variables>, next: () => Promise<void>) {
    const caller = await identify(c.req.raw.headers)
    if (caller === undefined) return answer(c, unauthorized)
    c.set("caller", caller)
    return await next()
  }
}

function limitRate({ rateLimit }: Config): MiddlewareHandler<Variables> {
  const waitFor = createRateLimiter(rateLimit)
  return async (c, next) => {
    const waitMs = waitFor(c.get("caller") ?? "", Date.now())
    if (waitMs === 0) return await next()
    c.header("retry-after", String(Math.ceil(waitMs / 1000)))
    return answer(c, tooMany)
  }
}

function corsFor(origins: readonly string[]): MiddlewareHandler {
  return cors({
    origin: origins.includes("*") ? "*" : [...origins],
    allowMethods: ["GET", "POST"],
    allowHeaders: ["authorization", "content-type", "x-api-key", "x-request-id"],
    exposeHeaders: ["retry-after", "x-request-id", "x-aidep-deployment"],
    maxAge: 600,
  })
}
