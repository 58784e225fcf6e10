import { bytesToHex } from "@noble/hashes/utils.js"
import { keyedHash } from "./keyed-hash.ts"

export interface PasswordOwner {
  readonly project: string
  readonly environment: string
  /** Name of the data store in the manifest. */
  readonly resource: string
}

/**
 * The password of a data store that a platform leaves to us: derived from the project's `AIDEP_SECRET_KEY`, so that it
 * is the same after a crash and nothing is stored. 64 hexadecimal digits, which need no escapes in an address.
 */
export function derivedPassword(
  secretKey: string,
  { environment, project, resource }: PasswordOwner,
): string {
  return bytesToHex(keyedHash(secretKey, "aidep/password@1", [project, environment, resource]))
}
