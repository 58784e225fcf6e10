import type { KeyBook, KeyRecord } from "./key-records.ts"

export type Rights = Pick<
  KeyRecord,
  "tenant" | "scopes" | "rate" | "streams" | "tokensPerDay" | "expiresMs"
>

export interface Minted {
  readonly id: string
  /** Shown once, stored nowhere. */
  readonly key: string
  readonly hash: string
}

export interface Issued {
  readonly book: KeyBook
  readonly minted: Minted
}

export function issueKey(
  book: KeyBook,
  rights: Rights,
  { minted, nowMs }: { readonly minted: Minted; readonly nowMs: number },
): KeyBook {
  const record = { id: minted.id, hash: minted.hash, createdMs: nowMs, ...rights }
  return { ...book, keys: [...book.keys, record] }
}

/** A new key with the rights of an old one, which ends after the overlap. Undefined where there is no such key. */
export function rotateKey(
  book: KeyBook,
  id: string,
  { minted, nowMs, overlapMs }: { minted: Minted; nowMs: number; overlapMs: number },
): KeyBook | undefined {
  const old = book.keys.find((key) => key.id === id && key.revokedMs === undefined)
  if (old === undefined) return undefined
  const { tenant, scopes, rate, streams, tokensPerDay } = old
  const ended = { ...old, expiresMs: Math.min(old.expiresMs ?? Infinity, nowMs + overlapMs) }
  const keys = book.keys.map((key) => (key === old ? ended : key))
  const rights = { tenant, scopes, rate, streams, tokensPerDay, expiresMs: old.expiresMs }
  return issueKey({ ...book, keys }, rights, { minted, nowMs })
}

/** Undefined where there is no such key. Revoking a revoked key keeps its time. */
export function revokeKey(book: KeyBook, id: string, nowMs: number): KeyBook | undefined {
  if (!book.keys.some((key) => key.id === id)) return undefined
  const keys = book.keys.map((key) =>
    key.id === id ? { ...key, revokedMs: key.revokedMs ?? nowMs } : key,
  )
  return { ...book, keys }
}

export function revokeToken(book: KeyBook, jti: string): KeyBook {
  return { ...book, revokedTokens: [...new Set([...book.revokedTokens, jti])] }
}
