import { randomBytes } from "node:crypto"
import type { Random } from "../ports/random.ts"

const keyBytes = 32

/** Randomness of the operating system. */
export const nodeRandom: Random = {
  secretKey: () => randomBytes(keyBytes).toString("base64url"),
}
