import * as z from "zod/mini"
import type { Redis } from "../redis/redis.ts"
import { createScript } from "../redis/script.ts"
import type { RateLimiter } from "./rate-limiter.ts"

/**
 * The generic cell rate algorithm in one step that nothing comes between, by the clock of Redis, so that all instances
 * share one. Times are in milliseconds with three decimals.
 */
const source = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local period, requests = tonumber(ARGV[1]), tonumber(ARGV[2])
local cost = period / requests
local before = tonumber(redis.call('GET', KEYS[1]) or '0')
local full = math.max(before, now) + cost
local wait = full - period - now
if wait > 0.001 then
  return {math.ceil(wait), 0, math.ceil(full - cost - now)}
end
redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil(full - now))
return {0, math.floor((period - (full - now) + 0.001) / cost), math.ceil(full - now)}
`

const reply = z.tuple([z.number(), z.number(), z.number()])

/** Counts in Redis; by `local` while Redis is away, so that nobody is ever without a limit. */
export function createRedisLimiter(redis: Redis, local: RateLimiter, prefix: string): RateLimiter {
  const run = createScript(redis, source)
  return {
    async take(id, rate) {
      try {
        const keys = [`${prefix}rate:${id}`]
        const answered = await run(keys, [rate.periodMs, rate.requests])
        const [waitMs, remaining, resetMs] = z.parse(reply, answered)
        return { waitMs, remaining, resetMs }
      } catch {
        return await local.take(id, rate)
      }
    },
  }
}
