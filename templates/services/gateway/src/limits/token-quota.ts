import { LRUCache } from "lru-cache"
import type { Redis } from "../redis/redis.ts"

/** Tokens of a tenant since midnight, UTC. */
export interface TokenQuota {
  readonly used: (tenant: string) => number | Promise<number>
  readonly add: (tenant: string, tokens: number) => void
  /** Until it begins anew. */
  readonly resetMs: () => number
}

const dayMs = 86_400_000
const mostTenants = 10_000

/** Counts in Redis where there is one, and always in memory too, which is what holds while Redis is away. */
export function createTokenQuota(
  nowMs: () => number,
  redis: Redis | undefined,
  prefix: string,
): TokenQuota {
  const here = new LRUCache<string, number>({ max: mostTenants })
  const day = () => Math.floor(nowMs() / dayMs)
  const key = (tenant: string) => `${day()}:${tenant}`
  const remember = (name: string, tokens: number) => {
    here.set(name, Math.max(here.get(name) ?? 0, tokens))
    return here.get(name) ?? tokens
  }

  return {
    used(tenant) {
      const name = key(tenant)
      const known = here.get(name) ?? 0
      if (redis === undefined) return known
      return redis.command(["GET", `${prefix}tokens:${name}`]).then(
        (stored) => remember(name, Number(stored ?? 0)),
        () => known,
      )
    },
    add(tenant, tokens) {
      const name = key(tenant)
      here.set(name, (here.get(name) ?? 0) + tokens)
      if (redis === undefined) return
      const stored = `${prefix}tokens:${name}`
      redis.command(["INCRBY", stored, tokens]).then(
        () => redis.command(["PEXPIRE", stored, 2 * dayMs]).catch(() => undefined),
        () => undefined,
      )
    },
    resetMs: () => dayMs - (nowMs() % dayMs),
  }
}
