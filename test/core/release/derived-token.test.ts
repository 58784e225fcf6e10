import { createHmac } from "node:crypto"
import { expect, test } from "vitest"
import { derivedToken } from "../../../src/core/release/derived-token.ts"
import { fingerprint } from "../../../src/core/release/fingerprint.ts"

const owner = { environment: "production", service: "inference" }

test("a token is the HMAC that anybody with the key can compute", () => {
  const text = JSON.stringify(["aidep/token@1", "production", "inference", "1"])
  const expected = createHmac("sha256", "project-key").update(text).digest("base64url")
  expect(derivedToken("project-key", owner)).toBe(expected)
  expect(expected).toMatch(/^[A-Za-z0-9_-]{43}$/)
})

test("tokens differ by key, environment, service and generation", () => {
  const tokens = [
    derivedToken("project-key", owner),
    derivedToken("other-key", owner),
    derivedToken("project-key", { ...owner, environment: "staging" }),
    derivedToken("project-key", { ...owner, service: "gateway" }),
    derivedToken("project-key", { ...owner, generation: 2 }),
    derivedToken("project-key", { environment: "production,inference", service: "" }),
  ]
  expect(new Set(tokens).size).toBe(tokens.length)
  expect(derivedToken("project-key", { ...owner, generation: 1 })).toBe(tokens[0])
})

test("a fingerprint changes with the value, the name and the key, and does not hold the value", () => {
  const secret = { name: "HF_TOKEN", value: "hf_abc" }
  const prints = [
    fingerprint("project-key", secret),
    fingerprint("other-key", secret),
    fingerprint("project-key", { ...secret, value: "hf_abd" }),
    fingerprint("project-key", { ...secret, name: "OTHER" }),
  ]
  expect(new Set(prints).size).toBe(prints.length)
  for (const print of prints) expect(print).toMatch(/^[0-9a-f]{12}$/)
})
