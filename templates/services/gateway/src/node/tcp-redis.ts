import { setTimeout as wait } from "node:timers/promises"
import { Redis as Client } from "ioredis"
import type { SendCommand } from "../redis/redis.ts"

export interface TcpRedis {
  readonly send: SendCommand
  readonly close: () => void
  readonly isConnected: () => boolean
  /** Ends when it is connected, or after so long. */
  readonly connected: (mostMs: number) => Promise<void>
}

const connectMs = 2_000
const longestPauseMs = 2_000
/** A connection that says nothing for so long after a command is made anew. */
const silentMs = 3_000

/** Redis over TCP. A command fails at once where there is no connection: nothing is kept for later. */
export function createTcpRedis(url: string, timeoutMs: number): TcpRedis {
  const client = new Client(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    connectTimeout: connectMs,
    socketTimeout: silentMs,
    retryStrategy: (tries) => Math.min(longestPauseMs, 100 * 2 ** Math.min(tries, 10)),
    // After a failover the old primary takes no writes: the new one is found by connecting again.
    reconnectOnError: ({ message }) => message.startsWith("READONLY"),
  })
  // What is wrong is seen by the commands.
  client.on("error", () => undefined)
  return {
    send: ([name = "", ...args]) => client.call(String(name), ...args),
    close: () => client.disconnect(),
    isConnected: () => client.status === "ready",
    connected: async (mostMs) => {
      const ready = Promise.withResolvers<void>()
      client.once("ready", ready.resolve)
      await Promise.race([ready.promise, wait(mostMs, undefined, { ref: false })])
    },
  }
}
