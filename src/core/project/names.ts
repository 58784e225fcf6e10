import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

/** Characters of hash that keep cut names apart: 32 bits. */
const hashLength = 8

/**
 * Name of a remote object: project, environment and part, joined by hyphens. A name longer than the
 * platform allows is cut and ends in a hash of the whole, so that two long names never become one.
 */
export function remoteName(parts: readonly string[], maxLength: number): string {
  const whole = parts.join("-")
  if (whole.length <= maxLength) return whole
  const kept = whole.slice(0, maxLength - hashLength - 1).replace(/-+$/, "")
  return `${kept}-${shortHash(whole)}`
}

/** First characters of the SHA-256 of a text, in hexadecimal. */
export function shortHash(text: string, length: number = hashLength): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, length)
}
