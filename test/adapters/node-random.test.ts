import { expect, test } from "vitest"
import { nodeRandom } from "../../src/adapters/node-random.ts"

test("keys have 256 bits and are never the same", () => {
  const keys = Array.from({ length: 100 }, () => nodeRandom.secretKey())
  expect(new Set(keys).size).toBe(100)
  expect(keys.every((key) => Buffer.from(key, "base64url").length === 32)).toBe(true)
})
