import { LRUCache } from "lru-cache"
import type { Config } from "../config/config.ts"
import type { Runtime } from "../runtime.ts"
import type { AuthFailure, Caller } from "./caller.ts"
import type { JwtResult, VerifiedToken, VerifyJwt } from "./jwt.ts"
import type { KeyRecord } from "./key-records.ts"
import type { KeyStore } from "./key-store.ts"

export type AuthResult = Caller | AuthFailure | "unavailable"

/** Tells who presents a key or a token. */
export type Authenticate = (presented: string) => AuthResult | Promise<AuthResult>

export interface Authorities {
  readonly config: Config
  readonly runtime: Runtime
  readonly keyStore: KeyStore | undefined
  readonly verifyJwt: VerifyJwt | undefined
}

const mostCharacters = 8192
const mostVerifiedTokens = 5_000
/** Longest time for which a verified token is not looked at again. */
const trustedMs = 60_000

/**
 * Keys are looked up by their digests: how long that takes says nothing about them, since nobody can choose a digest.
 */
export async function createAuthenticate(authorities: Authorities): Promise<Authenticate> {
  const { config, runtime, keyStore, verifyJwt } = authorities
  const known = await keysOfSettings(config, runtime)
  const tokens = new LRUCache<string, VerifiedToken & { readonly untilMs: number }>({
    max: mostVerifiedTokens,
  })

  function byKey(hash: string): AuthResult {
    return known.get(hash) ?? callerOf(keyStore?.find(hash), runtime.nowMs())
  }

  async function byToken(presented: string, verify: VerifyJwt): Promise<AuthResult> {
    const hash = await runtime.sha256(presented)
    const nowMs = runtime.nowMs()
    const before = tokens.get(hash)
    const fresh = before !== undefined && nowMs < before.untilMs
    const result: JwtResult = fresh ? before : await verify(presented)
    if (typeof result === "string") return result
    if (result.jti !== undefined && keyStore?.isTokenRevoked(result.jti) === true) return "revoked"
    const untilMs = Math.min(result.expiresMs, nowMs + trustedMs)
    if (!fresh) tokens.set(hash, { ...result, untilMs })
    return result.caller
  }

  async function afterReading(presented: string): Promise<AuthResult> {
    await keyStore?.refresh()
    return await decide(presented)
  }

  function decide(presented: string): AuthResult | Promise<AuthResult> {
    if (verifyJwt !== undefined && looksLikeJwt(presented)) return byToken(presented, verifyJwt)
    const hash = runtime.sha256(presented)
    return typeof hash === "string" ? byKey(hash) : hash.then(byKey)
  }

  return (presented) => {
    if (presented.length > mostCharacters) return "too_long"
    const waiting = keyStore?.refresh()
    return waiting === undefined ? decide(presented) : afterReading(presented)
  }
}

function looksLikeJwt(presented: string): boolean {
  return presented.startsWith("eyJ") && presented.split(".").length === 3
}

/** Each of them is a tenant of its own. */
async function keysOfSettings(config: Config, runtime: Runtime): Promise<Map<string, Caller>> {
  const written = [
    ...config.apiKeys,
    ...(config.aidepToken === undefined ? [] : [config.aidepToken]),
  ]
  const digests = written.map(async (key) =>
    key.startsWith("sha256:") ? key.slice("sha256:".length) : await runtime.sha256(key),
  )
  return new Map(
    (await Promise.all(digests)).map((hash) => {
      const name = `env:${hash.slice(0, 8)}`
      return [hash, { tenant: name, id: name, scopes: ["*"] }]
    }),
  )
}

function callerOf(record: KeyRecord | undefined, nowMs: number): AuthResult {
  if (record === undefined) return "unknown"
  if (record.revokedMs !== undefined && record.revokedMs <= nowMs) return "revoked"
  if (record.expiresMs !== undefined && record.expiresMs <= nowMs) return "expired"
  const { id, tenant, scopes, rate, streams, tokensPerDay } = record
  return { tenant: `key:${tenant}`, id: `key:${id}`, scopes, rate, streams, tokensPerDay }
}
