import { LRUCache } from "lru-cache"
import * as z from "zod/mini"
import type { Redis } from "../redis/redis.ts"
import type { WholeAnswer } from "./whole-answer.ts"

export interface AnswerStore {
  readonly find: (key: string) => WholeAnswer | undefined | Promise<WholeAnswer | undefined>
  readonly keep: (key: string, answer: WholeAnswer) => void
  readonly bytes: () => number
  readonly entries: () => number
}

export interface AnswerStoreOptions {
  /** Of all answers in memory. */
  readonly mostBytes: number
  readonly mostEntryBytes: number
  readonly ttlMs: number
  readonly nowMs: () => number
  readonly redis: Redis | undefined
  readonly prefix: string
}

/** What an entry takes beside its body: key, fields and places in maps, roughly. */
const overheadBytes = 512

/** Answers in memory, bounded in bytes, and in Redis where there is one. Whoever is away is a miss. */
export function createAnswerStore(options: AnswerStoreOptions): AnswerStore {
  const { mostBytes, mostEntryBytes, ttlMs, nowMs, redis, prefix } = options
  const memory = new LRUCache<string, WholeAnswer>({
    maxSize: Math.max(1, mostBytes),
    maxEntrySize: mostEntryBytes + overheadBytes,
    sizeCalculation: ({ body }) => body.byteLength + overheadBytes,
    ttl: ttlMs,
    // Each time anew: a time that is kept until a timer ends stands still on Workers, where timers end with requests.
    ttlResolution: 0,
    perf: { now: nowMs },
  })

  async function findInRedis(key: string): Promise<WholeAnswer | undefined> {
    const stored = await redis?.command(["GET", `${prefix}answer:${key}`]).catch(() => undefined)
    return typeof stored === "string" ? unpack(stored) : undefined
  }

  return {
    find: (key) => memory.get(key) ?? (redis === undefined ? undefined : findInRedis(key)),
    keep(key, answer) {
      if (!answer.storable || answer.body.byteLength > mostEntryBytes) return
      // A copy: the bytes as received may be a small part of a large buffer.
      const own = { ...answer, body: answer.body.slice() }
      memory.set(key, own)
      redis
        ?.command(["SET", `${prefix}answer:${key}`, pack(own), "PX", ttlMs])
        .catch(() => undefined)
    },
    bytes: () => memory.calculatedSize,
    entries: () => memory.size,
  }
}

const packed = z.object({
  status: z.number(),
  contentType: z.string(),
  contentEncoding: z.optional(z.string()),
  upstream: z.string(),
  body: z.string(),
})

function pack({ status, contentType, contentEncoding, upstream, body }: WholeAnswer): string {
  return JSON.stringify({ status, contentType, contentEncoding, upstream, body: base64Of(body) })
}

/** In steps, since a call takes a limited number of arguments. */
function base64Of(bytes: Uint8Array): string {
  const steps = Array.from({ length: Math.ceil(bytes.length / stepBytes) }, (_, index) =>
    String.fromCharCode(...bytes.subarray(index * stepBytes, (index + 1) * stepBytes)),
  )
  return btoa(steps.join(""))
}

const stepBytes = 8192

/** Undefined for what another version wrote. */
function unpack(stored: string): WholeAnswer | undefined {
  try {
    const { body, contentEncoding, ...head } = z.parse(packed, JSON.parse(stored))
    return {
      ...head,
      contentEncoding,
      body: Uint8Array.from(atob(body), (character) => character.charCodeAt(0)),
      retryAfter: undefined,
      chain: undefined,
      storable: true,
      usage: { prompt: 0, completion: 0 },
    }
  } catch {
    return undefined
  }
}
