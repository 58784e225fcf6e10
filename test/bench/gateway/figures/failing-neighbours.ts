import { launchRedis } from "../../../torture/gateway/support/own-redis.ts"
import { freePort } from "../../../torture/gateway/support/free-port.ts"
import type { LoadResult } from "../load/job.ts"
import { runLoad } from "../load/run-load.ts"
import { gateway, mockUpstream, type Target } from "../targets/target.ts"
import type { Figure } from "./figure.ts"

const question = JSON.stringify({ model: "m", prompt: "b" })
const redisTimeoutMs = 100
const rate = 200

/** How long callers wait for what the gateway can tell or do at once: while the breaker is open, while Redis hangs. */
export async function failingNeighbours(folder: string): Promise<readonly Figure[]> {
  return [await whileBreakerIsOpen(folder), await whileRedisHangs(folder)]
}

async function whileBreakerIsOpen(folder: string): Promise<Figure> {
  const settings = { BREAKER_OPEN: "600s", BREAKER_REQUESTS: "5", RETRIES: "0" }
  const target = await gateway({ port: await freePort() }, { folder, settings })
  try {
    const { latencyMs, statuses, answered } = await ask(target)
    if (statuses["503"] !== answered) throw new Error(`Not refused: ${JSON.stringify(statuses)}`)
    return {
      name: "p99 of refusals while the breaker is open",
      measured: latencyMs.p99,
      unit: "ms",
      atMost: 5,
    }
  } finally {
    await target.process.stop()
  }
}

async function whileRedisHangs(folder: string): Promise<Figure> {
  const redis = await launchRedis()
  const upstream = await mockUpstream({})
  redis.freeze()
  const settings = { REDIS_URL: redis.url, REDIS_TIMEOUT: `${redisTimeoutMs}ms` }
  const target = await gateway(upstream, { folder, settings })
  try {
    const { latencyMs, statuses, answered } = await ask(target)
    if (statuses["200"] !== answered) throw new Error(`Not served: ${JSON.stringify(statuses)}`)
    return {
      name: "p99 while Redis takes requests and never answers",
      measured: latencyMs.p99,
      unit: "ms",
      atMost: redisTimeoutMs,
    }
  } finally {
    await target.process.stop()
    await upstream.stop()
    await redis.end()
  }
}

async function ask({ url, headers }: Target): Promise<LoadResult> {
  return await runLoad({
    kind: "open",
    url,
    headers,
    body: question,
    connections: 50,
    rate,
    warmUpMs: 1000,
    seconds: 3,
  })
}
