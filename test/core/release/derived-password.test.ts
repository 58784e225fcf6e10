import { expect, test } from "vitest"
import { derivedPassword } from "../../../src/core/release/derived-password.ts"

const owner = { project: "shop", environment: "production", resource: "cache" }

test("a password is the same each time, and needs no escapes in an address", () => {
  const password = derivedPassword("a-key", owner)
  expect(password).toBe(derivedPassword("a-key", { ...owner }))
  expect(password).toMatch(/^[\da-f]{64}$/)
})

test("another key, project, environment or store has another password", () => {
  const passwords = [
    derivedPassword("a-key", owner),
    derivedPassword("other-key", owner),
    derivedPassword("a-key", { ...owner, project: "other" }),
    derivedPassword("a-key", { ...owner, environment: "staging" }),
    derivedPassword("a-key", { ...owner, resource: "data" }),
  ]
  expect(new Set(passwords).size).toBe(passwords.length)
})
