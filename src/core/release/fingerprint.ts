import { bytesToHex } from "@noble/hashes/utils.js"
import { keyedHash } from "./keyed-hash.ts"

/**
 * Stands for a secret's value where the value must not stand: it changes with the value, and tells nothing of
 * it without the project's `AIDEP_SECRET_KEY`. 12 hexadecimal digits. The name is part of it, so that equal
 * values of two secrets do not show.
 */
export function fingerprint(
  secretKey: string,
  secret: { readonly name: string; readonly value: string },
): string {
  const hash = keyedHash(secretKey, "aidep/fingerprint@1", [secret.name, secret.value])
  return bytesToHex(hash).slice(0, 12)
}
