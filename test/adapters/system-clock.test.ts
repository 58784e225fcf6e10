import { expect, test } from "vitest"
import { systemClock } from "../../src/adapters/system-clock.ts"

test("tells the day and the moment in UTC", () => {
  expect(systemClock.today()).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(new Date(systemClock.nowMs()).getUTCFullYear()).toBe(new Date().getUTCFullYear())
})

test("time has passed after a sleep, and an aborted one ends at once without an exception", async () => {
  const before = systemClock.nowMs()
  await systemClock.sleep(2)
  expect(systemClock.nowMs()).toBeGreaterThan(before)
  const controller = new AbortController()
  const sleeping = systemClock.sleep(3_600_000, controller.signal)
  controller.abort()
  await sleeping
  await systemClock.sleep(3_600_000, controller.signal)
  expect(controller.signal.aborted).toBe(true)
})
