/** A connection to Redis, over TCP or HTTP. */
export interface Redis {
  /** Carries out one command. Rejects soon where Redis is away or slow: nothing ever waits for it longer. */
  readonly command: (args: readonly (string | number)[]) => Promise<unknown>
  /** Whether there is a connection and nothing failed a moment ago. */
  readonly isUp: () => boolean
  readonly close: () => void
}

/** Sends a command and waits for its answer, however long that takes. */
export type SendCommand = (args: readonly (string | number)[]) => Promise<unknown>

export interface GuardOptions {
  readonly send: SendCommand
  readonly close: () => void
  /** Over HTTP there is no connection to lose. */
  readonly isConnected?: () => boolean
  readonly timeoutMs: number
  readonly nowMs: () => number
  readonly onError: (error: unknown) => void
}

/** After a failure the others do not wait for the same: they fail at once for this long. */
const restMs = 1_000

/** Bounds the time that Redis can cost a request, also when it accepts connections and never answers. */
export function guardRedis(options: GuardOptions): Redis {
  const { send, close, timeoutMs, nowMs, onError, isConnected = () => true } = options
  let restUntilMs = 0
  return {
    close,
    isUp: () => isConnected() && nowMs() >= restUntilMs,
    async command(args) {
      if (nowMs() < restUntilMs) throw new Error("Redis is left alone for a moment.")
      try {
        return await within(send(args), timeoutMs)
      } catch (error) {
        if (isRedisOwnError(error)) throw error
        restUntilMs = nowMs() + restMs
        onError(error)
        throw error
      }
    },
  }
}

/** An unknown script is no failure of Redis: its memory of scripts is lost when it starts anew. */
function isRedisOwnError(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("NOSCRIPT")
}

async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error("Redis took too long.")), timeoutMs)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
