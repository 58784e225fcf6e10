import { hash } from "node:crypto"
import { createApp } from "../app.ts"
import type { Config } from "../config/config.ts"
import { createGateway } from "../gateway.ts"
import { sleep } from "../http/sleep.ts"
import { createLog, type Log } from "../observe/log.ts"
import { createMetrics, type Metrics } from "../observe/metrics.ts"
import { createReporter } from "../observe/sentry.ts"
import { guardRedis, type Redis } from "../redis/redis.ts"
import { upstashCommands } from "../redis/upstash.ts"
import type { Runtime } from "../runtime.ts"
import { fileKeyStorage } from "./key-file.ts"
import { createLineWriter, type LineWriter, openForLines } from "./line-writer.ts"
import { nodeHttp } from "./node-http.ts"
import { createProcessLines } from "./process-lines.ts"
import { createHttpServer } from "./server.ts"
import { createShutdown } from "./shutdown.ts"
import { createUndiciSend, type UndiciSend } from "./undici-send.ts"

const standardOutput = 1
/** Longest time for which the start waits for Redis. */
const redisConnectMs = 2_000

/** Starts the gateway on Node; it stops by itself when the platform asks for it. */
export async function start(config: Config): Promise<void> {
  const metrics = createMetrics()
  const out = createLineWriter(standardOutput, (lines) => {
    metrics.droppedLines.of().value += lines
  })
  const log = createLog(config.logLevel, out.write)
  const http = createUndiciSend({ mostConnections: config.maxInFlight })
  const redis = await connectRedis(config, { http, metrics })
  const usage = await usageWriter(config, { out, log, metrics })
  const runtime: Runtime = {
    nowMs: Date.now,
    random: Math.random,
    sleep,
    sha256: (text) => hash("sha256", text),
    send: http.send,
    log,
    report: createReporter(config, http.send),
    usage: usage?.write,
    http: nodeHttp,
    redis,
    keyFile: keyFileOf(config),
  }
  let stopping = false
  const gateway = await createGateway({ config, runtime, metrics, stopping: () => stopping })
  const server = createHttpServer(createApp(gateway, createProcessLines()))
  const flush = async () => {
    await Promise.all([out.flush(), usage?.flush()])
  }
  createShutdown({
    server,
    gateway,
    flush,
    onStopping: () => {
      stopping = true
    },
    close: async () => {
      redis?.close()
      await http.close()
    },
  })
  await sayWhatIsUnusual(config, runtime)
  server.on("error", (error) => {
    console.error(`The gateway cannot listen on port ${config.port}: ${error.message}`)
    process.exit(1)
  })
  server.on("listening", () => {
    log("info", "listening", { address: server.address() })
    void flush()
  })
  server.listen(config.port, config.host)
}

async function sayWhatIsUnusual(config: Config, { log, keyFile }: Runtime): Promise<void> {
  for (const name of config.unused) log("warn", `${name} is set, but has no effect here`)
  if (config.auth === "none") log("warn", "AUTH=none: anybody may call")
  const stored = await keyFile?.load().catch(() => undefined)
  if (keyFile !== undefined && stored === undefined)
    log("warn", "KEY_STORE names a file that is not there or cannot be read", {
      path: config.keyStore,
    })
}

async function connectRedis(
  { redisUrl: url, redisToken: token, redisTimeout: timeoutMs }: Config,
  { http, metrics }: { readonly http: UndiciSend; readonly metrics: Metrics },
): Promise<Redis | undefined> {
  if (url === undefined) return undefined
  const guard = { timeoutMs, nowMs: Date.now, onError: () => metrics.redisErrors.count() }
  if (url.startsWith("http")) {
    const send = upstashCommands(http.send, { url, token, timeoutMs })
    return guardRedis({ ...guard, send, close: () => undefined })
  }
  const { createTcpRedis } = await import("./tcp-redis.ts")
  const { connected, ...connection } = createTcpRedis(url, timeoutMs)
  // Requests that come before would be counted here alone, and each new instance would let everybody begin anew.
  await connected(redisConnectMs)
  return guardRedis({ ...guard, ...connection })
}

interface Writing {
  readonly out: LineWriter
  readonly log: Log
  readonly metrics: Metrics
}

async function usageWriter(
  { usageLog }: Config,
  { out, log, metrics }: Writing,
): Promise<LineWriter | undefined> {
  if (usageLog === "off") return undefined
  if (usageLog === "stdout") return out
  let told = false
  return createLineWriter(await openForLines(usageLog), (lines, error) => {
    metrics.droppedLines.of().value += lines
    if (error === undefined || told) return
    told = true
    log("error", "the usage log cannot be written", { path: usageLog, error: error.message })
  })
}

function keyFileOf({ keyStore }: Config) {
  return keyStore === undefined || keyStore === "redis" ? undefined : fileKeyStorage(keyStore)
}
