import type { CheckScope } from "../../workflows/check/check.ts"

/** What the flags ask to look at. */
export function scopeOf({ live, production }: ScopeFlags): CheckScope {
  if (production) return "production"
  return live ? "live" : "static"
}

interface ScopeFlags {
  readonly live: boolean
  readonly production: boolean
}
