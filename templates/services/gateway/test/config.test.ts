import assert from "node:assert/strict"
import { test } from "node:test"
import { readConfig } from "../src/config.ts"

const least = { UPSTREAM_URL: "http://127.0.0.1:8000", API_KEYS: "one, two" }

test("the least that has to be set", () => {
  const read = readConfig(least)
  assert.ok(read.ok)
  assert.deepEqual(read.config.keys, ["one", "two"])
  assert.deepEqual(read.config.rateLimit, { requests: 60, periodMs: 60_000 })
  assert.equal(read.config.port, 8080)
})

test("everything that is wrong is said at once", () => {
  const read = readConfig({ UPSTREAM_URL: "somewhere", RATE_LIMIT: "many", PORT: "http" })
  assert.ok(!read.ok)
  assert.match(read.problems.join("\n"), /UPSTREAM_URL has to be an address/)
  assert.match(read.problems.join("\n"), /RATE_LIMIT has to be requests\/period/)
  assert.match(read.problems.join("\n"), /PORT has to be a port/)
})

test("it is never open by accident", () => {
  const { API_KEYS: _, ...keyless } = least
  assert.ok(!readConfig(keyless).ok)
  assert.ok(!readConfig({ ...keyless, API_KEYS: " , " }).ok)
  assert.ok(readConfig({ ...keyless, AUTH: "none" }).ok)
  assert.ok(readConfig({ ...keyless, AIDEP_TOKEN: "derived" }).ok)
})

test("the upstream's address may end in a slash or in /v1", () => {
  for (const end of ["", "/", "/v1", "/v1/"]) {
    const read = readConfig({ ...least, UPSTREAM_URL: `https://llm.example.com/api${end}` })
    assert.ok(read.ok)
    assert.equal(read.config.upstreamUrl, "https://llm.example.com/api")
  }
})
