import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"

/**
 * HMAC-SHA-256 of several texts under the project's key, 32 bytes. The purpose keeps what is made for one use
 * from being valid in another, and no two lists of texts are taken for the same.
 */
export function keyedHash(
  secretKey: string,
  purpose: string,
  parts: readonly string[],
): Uint8Array {
  return hmac(sha256, utf8ToBytes(secretKey), utf8ToBytes(JSON.stringify([purpose, ...parts])))
}
