import type { ExecutionContext } from "hono"
import { createApp } from "./app.ts"
import { type Config, readConfig, type Variables } from "./config/config.ts"
import { createGateway } from "./gateway.ts"
import { errorBody, internal } from "./http/errors.ts"
import { sleep } from "./http/sleep.ts"
import { createLog } from "./observe/log.ts"
import { createMetrics } from "./observe/metrics.ts"
import { createReporter } from "./observe/sentry.ts"
import { guardRedis } from "./redis/redis.ts"
import { upstashCommands } from "./redis/upstash.ts"
import type { Runtime } from "./runtime.ts"
import { sendWithFetch } from "./web/fetch-send.ts"
import { webHttp } from "./web/web-http.ts"

type App = ReturnType<typeof createApp>

/** A Worker does not start by itself: the first request makes the gateway, and the others of this isolate share it. */
let app: Promise<App | undefined> | undefined

export default {
  async fetch(
    request: Request,
    variables: Variables,
    context: ExecutionContext,
  ): Promise<Response> {
    app ??= makeApp(variables)
    const made = await app
    if (made !== undefined) return await made.fetch(request, {}, context)
    return new Response(errorBody(internal), {
      status: internal.status,
      headers: { "content-type": "application/json" },
    })
  },
}

async function makeApp(variables: Variables): Promise<App | undefined> {
  const inline = variables["GATEWAY_CONFIG"]
  const read = readConfig(variables, typeof inline === "string" ? parseJson(inline) : {})
  if (!read.ok) {
    console.error(["The gateway cannot start:", ...read.problems].join("\n- "))
    return undefined
  }
  const config = read.value
  const metrics = createMetrics()
  const onRedisError = () => metrics.redisErrors.count()
  const runtime = runtimeOf(config, onRedisError)
  const gateway = await createGateway({ config, runtime, metrics, stopping: () => false })
  return createApp(gateway, () => "")
}

function runtimeOf(config: Config, onRedisError: () => void): Runtime {
  const log = createLog(config.logLevel, (line) => console.log(line))
  const { redisUrl: url, redisToken: token, redisTimeout: timeoutMs } = config
  const overHttp = url?.startsWith("http") === true ? url : undefined
  if (url !== undefined && overHttp === undefined)
    log("warn", "REDIS_URL has no effect on Workers unless it begins with https://")
  return {
    nowMs: Date.now,
    random: Math.random,
    sleep,
    sha256,
    send: sendWithFetch,
    log,
    report: createReporter(config, sendWithFetch),
    usage: config.usageLog === "off" ? undefined : (line) => console.log(line),
    http: webHttp,
    redis:
      overHttp === undefined
        ? undefined
        : guardRedis({
            send: upstashCommands(sendWithFetch, { url: overHttp, token, timeoutMs }),
            close: () => undefined,
            timeoutMs,
            nowMs: Date.now,
            onError: onRedisError,
          }),
    keyFile: undefined,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}
