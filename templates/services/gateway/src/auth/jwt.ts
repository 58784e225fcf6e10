import {
  createRemoteJWKSet,
  customFetch,
  errors,
  importSPKI,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose"
import type { Config } from "../config/config.ts"
import { fetchText } from "../http/fetch-text.ts"
import type { Runtime } from "../runtime.ts"
import type { AuthFailure, Caller } from "./caller.ts"

export interface VerifiedToken {
  readonly caller: Caller
  readonly expiresMs: number
  readonly jti: string | undefined
}

/** `unavailable`: the issuer's keys cannot be had, so that nobody knows whether the token is good. */
export type JwtResult =
  | VerifiedToken
  | Extract<AuthFailure, "expired" | "invalid_token">
  | "unavailable"

export type VerifyJwt = (token: string) => Promise<JwtResult>

/** Longest time between two requests for the issuer's keys because of an unknown `kid`. */
const cooldownMs = 30_000

/** Undefined where no JWTs are accepted. Keys named inside a token (`jku`, `x5u`, `jwk`) are never used. */
export function createJwtVerifier(config: Config, runtime: Runtime): VerifyJwt | undefined {
  const keys = keysOf(config, runtime)
  if (keys === undefined) return undefined
  const options: JWTVerifyOptions = {
    issuer: [...(config.jwtIssuer ?? [])],
    audience: [...(config.jwtAudience ?? [])],
    algorithms: [...(config.jwtAlgorithms ?? defaultAlgorithms(config))],
    clockTolerance: config.jwtClockSkew / 1000,
    requiredClaims: ["exp", "iss", "aud"],
  }
  return async (token) => {
    try {
      const currentDate = new Date(runtime.nowMs())
      const { payload } = await keys((key) => jwtVerify(token, key, { ...options, currentDate }))
      return verified(payload, config)
    } catch (error) {
      return failure(error)
    }
  }
}

type JwtKey = Parameters<typeof jwtVerify>[1]
type WithKey = <T>(use: (key: JwtKey) => Promise<T>) => Promise<T>

function keysOf(config: Config, runtime: Runtime): WithKey | undefined {
  const { jwtSecret, jwtPublicKey, jwtJwksUrl } = config
  if (jwtSecret !== undefined) {
    const secret = new TextEncoder().encode(jwtSecret)
    return async (use) => await use(secret)
  }
  if (jwtPublicKey !== undefined) {
    const [algorithm = "RS256"] = config.jwtAlgorithms ?? defaultAlgorithms(config)
    // A variable often holds a key with its line ends written as "\n".
    const pem = jwtPublicKey.replaceAll(String.raw`\n`, "\n")
    const imported = Promise.withResolvers<CryptoKey>()
    importSPKI(pem, algorithm).then(imported.resolve, imported.reject)
    imported.promise.catch(() => undefined)
    return async (use) => await use(await imported.promise)
  }
  if (jwtJwksUrl === undefined) return undefined
  const remote = createRemoteJWKSet(new URL(jwtJwksUrl), {
    cooldownDuration: cooldownMs,
    timeoutDuration: 5_000,
    [customFetch]: async (url, { signal }) => {
      const { status, text } = await fetchText(runtime.send, { url, signal })
      return new Response(text, { status })
    },
  })
  return async (use) => await use(remote)
}

/** A public key in PEM is of one kind, and each algorithm given would have to fit it. */
function defaultAlgorithms({ jwtSecret, jwtPublicKey }: Config): readonly string[] {
  if (jwtSecret !== undefined) return ["HS256"]
  return jwtPublicKey === undefined ? ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"] : ["RS256"]
}

function verified(payload: JWTPayload, config: Config): JwtResult {
  const tenant = payload[config.jwtTenantClaim]
  const { exp, jti, sub, scope } = payload
  if (typeof tenant !== "string" || tenant === "" || exp === undefined) return "invalid_token"
  const scopes = typeof scope === "string" ? scope.split(" ") : ["inference", "models"]
  const caller = { tenant: `jwt:${tenant}`, id: `jwt:${sub ?? tenant}`, scopes }
  return { caller, expiresMs: exp * 1000 + config.jwtClockSkew, jti }
}

function failure(error: unknown): Exclude<JwtResult, VerifiedToken> {
  if (error instanceof errors.JWTExpired) return "expired"
  const unknownKey = error instanceof errors.JWKSNoMatchingKey
  const malformed = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)
  if (unknownKey || (malformed && error.code !== "ERR_JOSE_GENERIC")) return "invalid_token"
  return error instanceof TypeError ? "invalid_token" : "unavailable"
}
