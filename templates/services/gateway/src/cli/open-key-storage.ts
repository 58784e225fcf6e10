import type { KeyStorage } from "../auth/key-store.ts"
import { fileKeyStorage } from "../node/key-file.ts"
import { createUndiciSend } from "../node/undici-send.ts"
import { redisKeyStorage } from "../redis/key-storage.ts"
import type { SendCommand } from "../redis/redis.ts"
import { upstashCommands } from "../redis/upstash.ts"

export interface OpenKeyStorage extends KeyStorage {
  readonly close: () => void
}

const timeoutMs = 5_000

/** Where keys are kept: a file, or Redis. A text is what is wrong. */
export async function openKeyStorage(
  store: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<OpenKeyStorage | string> {
  if (store === undefined || store === "")
    return "KEY_STORE is not set. Set it to the path of a file, or to redis."
  if (store !== "redis") return { ...fileKeyStorage(store), close: () => undefined }
  const url = environment["REDIS_URL"]
  if (url === undefined || url === "") return "KEY_STORE is redis, but REDIS_URL is not set."
  const { send, close } = await commands(url, environment["REDIS_TOKEN"])
  const redis = { command: send, isUp: () => true, close }
  return { ...redisKeyStorage(redis, environment["REDIS_PREFIX"] ?? "gateway:"), close }
}

async function commands(
  url: string,
  token: string | undefined,
): Promise<{ readonly send: SendCommand; readonly close: () => void }> {
  if (url.startsWith("http")) {
    const http = createUndiciSend({ mostConnections: 1 })
    const send = upstashCommands(http.send, { url, token, timeoutMs })
    return { send, close: () => void http.close() }
  }
  const { createTcpRedis } = await import("../node/tcp-redis.ts")
  const redis = createTcpRedis(url, timeoutMs)
  await redis.connected(timeoutMs)
  return redis
}
