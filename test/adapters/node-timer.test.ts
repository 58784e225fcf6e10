import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { nodeTimer } from "../../src/adapters/node-timer.ts"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test("a timer takes its turns until it is ended, and never two at once", async () => {
  const turns: (() => void)[] = []
  const end = nodeTimer.every(1_000, async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    turns.push(resolve)
    await promise
  })
  await vi.advanceTimersByTimeAsync(3_500)
  expect(turns).toHaveLength(1)
  turns[0]?.()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(turns).toHaveLength(2)
  turns[1]?.()
  end()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(turns).toHaveLength(2)
})
