import assert from "node:assert/strict"
import { test } from "node:test"
import { Breaker } from "../../src/upstream/breaker.ts"

function breaker() {
  const clock = { nowMs: 0 }
  const options = { failures: 0.5, requests: 4, windowMs: 10_000, openMs: 5_000 }
  const made = new Breaker(options, () => clock.nowMs)
  const send = (...outcomes: ("ok" | "failed" | "neutral")[]) => {
    for (const outcome of outcomes) made.enter()?.settle(outcome)
  }
  return { clock, made, send }
}

test("opens at the share, not before there are enough requests", () => {
  const { made, send } = breaker()
  send("failed", "failed", "ok")
  assert.equal(made.state, "closed")
  send("failed")
  assert.equal(made.state, "open")
  assert.equal(made.enter(), undefined)
  assert.equal(made.waitMs, 5_000)
})

test("old failures and what says nothing do not count", () => {
  const { made, send, clock } = breaker()
  send("failed", "failed", "failed")
  clock.nowMs += 10_000
  send("neutral", "neutral", "failed", "ok", "ok")
  assert.equal(made.state, "closed")
})

test("one probe alone decides, and each failure doubles the wait", () => {
  const { made, send, clock } = breaker()
  send("failed", "failed", "failed", "failed")
  clock.nowMs += 5_000
  assert.equal(made.state, "half open")
  const passes = Array.from({ length: 100 }, () => made.enter()).filter(
    (pass) => pass !== undefined,
  )
  assert.equal(passes.length, 1)
  passes[0]?.settle("failed")
  assert.equal(made.waitMs, 10_000)
  clock.nowMs += 10_000
  made.enter()?.settle("ok")
  assert.equal(made.state, "closed")
})

test("a probe whose client left makes room for the next one", () => {
  const { made, send, clock } = breaker()
  send("failed", "failed", "failed", "failed")
  clock.nowMs += 5_000
  made.enter()?.settle("neutral")
  assert.equal(made.state, "half open")
  assert.ok(made.enter())
})

test("requests that were on their way when it opened change nothing more", () => {
  const { made, send } = breaker()
  const late = made.enter()
  send("failed", "failed", "failed", "failed")
  late?.settle("ok")
  assert.equal(made.state, "open")
})
