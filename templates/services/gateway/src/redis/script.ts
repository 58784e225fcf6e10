import type { Redis } from "./redis.ts"

export type RunScript = (
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>

/** A Lua script that is sent once and then named by its digest; sent again when Redis has forgotten it. */
export function createScript(redis: Redis, source: string): RunScript {
  let loaded: Promise<string> | undefined
  const load = async () => String(await redis.command(["SCRIPT", "LOAD", source]))
  const run: RunScript = async (keys, args) => {
    loaded ??= load()
    try {
      return await redis.command(["EVALSHA", await loaded, keys.length, ...keys, ...args])
    } catch (error) {
      loaded = undefined
      throw error
    }
  }
  return async (keys, args) => {
    try {
      return await run(keys, args)
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error
      return await run(keys, args)
    }
  }
}
