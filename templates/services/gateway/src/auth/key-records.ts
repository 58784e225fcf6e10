import * as z from "zod/mini"
import type { Rate } from "../config/units.ts"
import { rateOf } from "../config/units.ts"

/** An issued key as it is stored: everything but the key. */
export interface KeyRecord {
  readonly id: string
  /** SHA-256 of the key in hex. The key itself is 256 random bits, so that no slow hash is needed. */
  readonly hash: string
  readonly tenant: string
  readonly scopes: readonly string[]
  readonly rate?: Rate | undefined
  readonly streams?: number | undefined
  readonly tokensPerDay?: number | undefined
  /** Milliseconds since 1970. */
  readonly createdMs: number
  readonly expiresMs?: number | undefined
  readonly revokedMs?: number | undefined
}

/** What a key store holds. */
export interface KeyBook {
  readonly keys: readonly KeyRecord[]
  /** Ids (`jti`) of JWTs that are refused. */
  readonly revokedTokens: readonly string[]
}

export const emptyBook: KeyBook = { keys: [], revokedTokens: [] }

const time = z.number()

const record = z.object({
  id: z.string(),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  tenant: z.string(),
  scopes: z.array(z.string()),
  rate: z.optional(z.string()),
  streams: z.optional(z.number()),
  tokensPerDay: z.optional(z.number()),
  createdMs: time,
  expiresMs: z.optional(time),
  revokedMs: z.optional(time),
})

const book = z.object({
  keys: z._default(z.array(record), []),
  revokedTokens: z._default(z.array(z.string()), []),
})

/** Throws where the text is no key store. */
export function parseBook(json: string): KeyBook {
  const { keys, revokedTokens } = z.parse(book, JSON.parse(json))
  return {
    revokedTokens,
    keys: keys.map((key) => ({
      ...key,
      rate: key.rate === undefined ? undefined : rateOf(key.rate),
    })),
  }
}

export function printBook({ keys, revokedTokens }: KeyBook): string {
  const written = keys.map(({ rate, ...key }) => ({
    ...key,
    ...(rate === undefined ? {} : { rate: `${rate.requests}/${rate.periodMs}ms` }),
  }))
  return `${JSON.stringify({ keys: written, revokedTokens }, null, 2)}\n`
}
