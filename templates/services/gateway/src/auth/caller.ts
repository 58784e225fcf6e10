import type { Rate } from "../config/units.ts"

/** Who calls, once it is known. */
export interface Caller {
  /** Whose answers and quotas these are. Keys and JWTs never share a tenant: `key:acme`, `jwt:acme`. */
  readonly tenant: string
  /** What is limited: a short name of the key or token holder, safe to log. */
  readonly id: string
  /** `*` is all of them. */
  readonly scopes: readonly string[]
  /** Undefined where the gateway's own limits hold. */
  readonly rate?: Rate | undefined
  readonly streams?: number | undefined
  readonly tokensPerDay?: number | undefined
}

export const scopes = ["inference", "models", "metrics"] as const
export type Scope = (typeof scopes)[number]

/** Why somebody is a stranger; for metrics and logs, never for the stranger. */
export type AuthFailure =
  | "missing"
  | "unknown"
  | "expired"
  | "revoked"
  | "invalid_token"
  | "too_long"

export const anybody: Caller = { tenant: "anybody", id: "anybody", scopes: ["*"] }

export function may(caller: Caller, scope: Scope): boolean {
  return caller.scopes.includes("*") || caller.scopes.includes(scope)
}
