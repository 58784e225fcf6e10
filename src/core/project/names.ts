import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

/** Characters of hash that keep names apart: 32 bits. */
const hashLength = 8

/**
 * Name of a remote object: project, environment and part, joined by hyphens.
 *
 * A name ends in a hash of its parts where the text alone could stand for something else: when it is longer than
 * the platform allows and is cut, and when a part between the first and the last has a hyphen itself, since
 * `staging-api` with `worker` and `staging` with `api-worker` read the same.
 */
export function remoteName(parts: readonly string[], maxLength: number): string {
  const whole = parts.join("-")
  const ambiguous = parts.slice(1, -1).some((part) => part.includes("-"))
  if (whole.length <= maxLength && !ambiguous) return whole
  const kept = whole.slice(0, maxLength - hashLength - 1).replace(/-+$/, "")
  return `${kept}-${shortHash(parts.join("/"))}`
}

/** First characters of the SHA-256 of a text, in hexadecimal. */
export function shortHash(text: string, length: number = hashLength): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, length)
}
