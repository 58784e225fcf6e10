import * as z from "zod/mini"
import type { Later } from "../later.ts"
import type { Redis } from "../redis/redis.ts"
import { createScript, type RunScript } from "../redis/script.ts"
import { Concurrency } from "./concurrency.ts"

/** The streams that run at the same time, by owner. */
export interface Streams {
  /** Of this instance. */
  readonly total: number
  /** Takes a place; undefined where the owner has as many as it may. */
  readonly enter: (place: Place) => Later<Leave | undefined>
}

export interface Place {
  readonly owner: string
  /** Places of this owner. */
  readonly most: number
  /** Of the request that takes it. */
  readonly id: string
}

/** Gives a place back; a promise where others have to be told. Never rejects. */
export type Leave = () => void | Promise<void>

export interface StreamsOptions {
  readonly redis: Redis | undefined
  readonly prefix: string
  /** No stream takes longer: the places of an instance that died are free again after so long. */
  readonly longestMs: number
}

/** One step that nothing comes between, by the clock of Redis: who is overdue goes, and whoever has room enters. */
const source = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`

const reply = z.union([z.literal(0), z.literal(1)])

/** Counts for all instances where there is Redis, and always for this one too, which is what holds while Redis is away. */
export function createStreams({ redis, prefix, longestMs }: StreamsOptions): Streams {
  const here = new Concurrency()
  const shared = redis === undefined ? undefined : { redis, run: createScript(redis, source) }

  async function enterAll(
    { owner, most, id }: Place,
    shared: { readonly redis: Redis; readonly run: RunScript },
  ): Promise<Leave | undefined> {
    const key = `${prefix}streams:${owner}`
    const leave = async () => {
      here.leave(owner)
      await shared.redis.command(["ZREM", key, id]).catch(() => undefined)
    }
    try {
      const entered = z.parse(reply, await shared.run([key], [most, id, longestMs]))
      if (entered === 1) return leave
      here.leave(owner)
      return undefined
    } catch {
      // It may have been carried out all the same.
      return leave
    }
  }

  return {
    get total() {
      return here.total
    },
    enter(place) {
      const { owner, most } = place
      if (!here.enter(owner, most)) return undefined
      return shared === undefined ? () => here.leave(owner) : enterAll(place, shared)
    },
  }
}
