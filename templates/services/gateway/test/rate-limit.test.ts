import assert from "node:assert/strict"
import { test } from "node:test"
import { createRateLimiter } from "../src/rate-limit.ts"

test("exactly the allowed number, then one more each time one is due", () => {
  const waitFor = createRateLimiter({ requests: 7, periodMs: 1000 })
  const first = Array.from({ length: 7 }, () => waitFor("a", 0))
  assert.deepEqual(first, [0, 0, 0, 0, 0, 0, 0])
  const wait = waitFor("a", 0)
  assert.ok(wait > 142 && wait < 143)
  assert.equal(waitFor("a", 143), 0)
  assert.ok(waitFor("a", 143) > 0)
})

test("callers do not use up each other's allowance", () => {
  const waitFor = createRateLimiter({ requests: 1, periodMs: 1000 })
  assert.equal(waitFor("a", 0), 0)
  assert.equal(waitFor("b", 0), 0)
  assert.ok(waitFor("a", 0) > 0)
})

test("the table stays bounded: the caller not seen for longest is forgotten", () => {
  const waitFor = createRateLimiter({ requests: 1, periodMs: 1000 })
  for (let caller = 0; caller < 10_001; caller += 1) waitFor(String(caller), 0)
  assert.equal(waitFor("0", 0), 0)
  assert.ok(waitFor("10000", 0) > 0)
})
