import assert from "node:assert/strict"
import { test } from "node:test"
import { createMemoryLimiter } from "../../src/limits/gcra-table.ts"
import type { Taken } from "../../src/limits/rate-limiter.ts"

function limiter() {
  const clock = { nowMs: 1_000_000 }
  const memory = createMemoryLimiter(() => clock.nowMs, 42)
  const take = (id: string, requests: number, periodMs: number) => {
    const taken = memory.take(id, { requests, periodMs })
    if (taken instanceof Promise) throw new Error("Memory needs no waiting.")
    return taken
  }
  return { clock, take }
}

const allowed = ({ waitMs }: Taken) => waitMs === 0

test("exactly the allowed number, then one more each time one is due", () => {
  const { clock, take } = limiter()
  const first = Array.from({ length: 7 }, () => take("a", 7, 1000))
  assert.deepEqual(
    first.map(({ remaining }) => remaining),
    [6, 5, 4, 3, 2, 1, 0],
  )
  assert.ok(first.every(allowed))
  const { waitMs } = take("a", 7, 1000)
  assert.ok(waitMs > 142 && waitMs < 143)
  clock.nowMs += 143
  assert.ok(allowed(take("a", 7, 1000)))
  assert.ok(!allowed(take("a", 7, 1000)))
})

test("callers do not use up each other's allowance", () => {
  const { take } = limiter()
  assert.ok(allowed(take("a", 1, 1000)))
  assert.ok(allowed(take("b", 1, 1000)))
  assert.ok(!allowed(take("a", 1, 1000)))
})

test("a million callers push out those who need it least, and nobody who waits", () => {
  const { take } = limiter()
  for (let turn = 0; turn < 60; turn += 1) take("busy", 60, 60_000)
  assert.ok(!allowed(take("busy", 60, 60_000)))
  for (let caller = 0; caller < 1_000_000; caller += 1) take(`caller-${caller}`, 60, 60_000)
  assert.ok(!allowed(take("busy", 60, 60_000)))
})

test("a clock that is set back locks nobody out", () => {
  const { clock, take } = limiter()
  assert.ok(allowed(take("a", 1, 1000)))
  clock.nowMs -= 500_000
  assert.ok(allowed(take("a", 1, 1000)))
})
