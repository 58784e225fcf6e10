const exposed =
  "retry-after, x-request-id, x-aidep-deployment, x-aidep-chain, x-cache, ratelimit, ratelimit-policy"

/** Lets web pages of these origins read the answer. */
export function corsHeaders(
  origin: string | null,
  allowed: readonly string[],
): Readonly<Record<string, string>> {
  const everybody = allowed.includes("*")
  const vary: Readonly<Record<string, string>> = everybody ? {} : { vary: "origin" }
  if (origin === null || !(everybody || allowed.includes(origin))) return vary
  return {
    ...vary,
    "access-control-allow-origin": everybody ? "*" : origin,
    "access-control-expose-headers": exposed,
  }
}

/** What a page asks before its first request. */
export const preflightHeaders = {
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers":
    "authorization, content-type, x-api-key, x-request-id, idempotency-key, cache-control",
  "access-control-max-age": "600",
} as const
