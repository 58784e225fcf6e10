import { type Authenticate, createAuthenticate } from "./auth/authenticate.ts"
import { createJwtVerifier } from "./auth/jwt.ts"
import { createKeyStore, type KeyStore } from "./auth/key-store.ts"
import { type AnswerStore, createAnswerStore } from "./cache/answer-store.ts"
import { Coalescer } from "./cache/coalesce.ts"
import type { WholeAnswer } from "./cache/whole-answer.ts"
import type { Config } from "./config/config.ts"
import { createMemoryLimiter } from "./limits/gcra-table.ts"
import type { RateLimiter } from "./limits/rate-limiter.ts"
import { createRedisLimiter } from "./limits/redis-limiter.ts"
import { Reserve } from "./limits/reserve.ts"
import { createStreams, type Streams } from "./limits/streams.ts"
import { createTokenQuota, type TokenQuota } from "./limits/token-quota.ts"
import type { Metrics } from "./observe/metrics.ts"
import { redisKeyStorage } from "./redis/key-storage.ts"
import { RunningCalls } from "./running-calls.ts"
import type { Runtime } from "./runtime.ts"
import type { Asking } from "./upstream/ask.ts"
import { RetryBudget } from "./upstream/retry.ts"
import { createUpstreams } from "./upstream/upstream.ts"

/** All that a request meets on its way. */
export interface Gateway {
  readonly config: Config
  readonly runtime: Runtime
  readonly metrics: Metrics
  readonly authenticate: Authenticate
  readonly limiter: RateLimiter
  readonly quota: TokenQuota
  readonly streams: Streams
  /** Bytes of the requests that are in memory. */
  readonly bodies: Reserve
  readonly store: AnswerStore
  readonly coalescer: Coalescer<WholeAnswer>
  readonly asking: Asking
  readonly running: RunningCalls
  /** True from the moment on at which the platform asked the gateway to stop. */
  readonly stopping: () => boolean
}

export interface GatewayParts {
  readonly config: Config
  readonly runtime: Runtime
  readonly metrics: Metrics
  readonly stopping: () => boolean
}

export async function createGateway(parts: GatewayParts): Promise<Gateway> {
  const { config, runtime, metrics } = parts
  const { nowMs, redis } = runtime
  const prefix = config.redisPrefix
  const local = createMemoryLimiter(nowMs, Math.floor(runtime.random() * 2 ** 32))
  const verifyJwt = createJwtVerifier(config, runtime)
  const keyStore = keyStoreOf(config, runtime)
  return {
    ...parts,
    authenticate: await createAuthenticate({ config, runtime, keyStore, verifyJwt }),
    limiter: redis === undefined ? local : createRedisLimiter(redis, local, prefix),
    quota: createTokenQuota(nowMs, redis, prefix),
    streams: createStreams({ redis, prefix, longestMs: config.totalTimeout }),
    bodies: new Reserve(config.maxBuffered),
    store: createAnswerStore({
      mostBytes: config.cacheSize,
      mostEntryBytes: config.cacheEntry,
      ttlMs: config.cacheTtl,
      nowMs,
      redis,
      prefix,
    }),
    coalescer: new Coalescer(),
    asking: {
      upstreams: createUpstreams(config, nowMs),
      runtime,
      metrics,
      budget: new RetryBudget(config.retryBudget),
      retries: config.retries,
    },
    running: new RunningCalls(),
  }
}

function keyStoreOf(config: Config, { redis, keyFile, nowMs, log }: Runtime): KeyStore | undefined {
  const inRedis = config.keyStore === "redis" && redis !== undefined
  const storage = inRedis ? redisKeyStorage(redis, config.redisPrefix) : keyFile
  if (storage === undefined) return undefined
  const onError = (error: unknown) =>
    log("error", "the key store cannot be read", { error: String(error) })
  return createKeyStore({ storage, nowMs, onError })
}
