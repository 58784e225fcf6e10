import type { Random } from "../ports/random.ts"

const keyBytes = 32

/** Randomness of the operating system. */
export const nodeRandom: Random = {
  secretKey: () =>
    Buffer.from(crypto.getRandomValues(new Uint8Array(keyBytes))).toString("base64url"),
  fraction: Math.random,
}
