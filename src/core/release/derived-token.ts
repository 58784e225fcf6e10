import { keyedHash } from "./keyed-hash.ts"

export interface TokenOwner {
  readonly environment: string
  readonly service: string
  /** Raised by a rotation. Default: 1. */
  readonly generation?: number | undefined
}

/**
 * The token that callers of an internal service show: derived from the project's `AIDEP_SECRET_KEY`, so that
 * both ends can be set again at any time and nothing is stored. 43 characters of base64url.
 */
export function derivedToken(
  secretKey: string,
  { environment, service, generation = 1 }: TokenOwner,
): string {
  const parts = [environment, service, String(generation)]
  return base64Url(keyedHash(secretKey, "aidep/token@1", parts))
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")
}
