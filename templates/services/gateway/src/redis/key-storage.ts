import type { KeyStorage } from "../auth/key-store.ts"
import type { Redis } from "./redis.ts"
import { createScript } from "./script.ts"

const replaceWhereSame = `
local before = redis.call('GET', KEYS[1])
if (before or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`

/** Issued keys in Redis, as one value. */
export function redisKeyStorage(redis: Redis, prefix: string): KeyStorage {
  const name = `${prefix}keys`
  const replace = createScript(redis, replaceWhereSame)
  return {
    async load() {
      const stored = await redis.command(["GET", name])
      return typeof stored === "string" ? stored : undefined
    },
    replace: async (before, next) => (await replace([name], [before ?? "", next])) === 1,
  }
}
