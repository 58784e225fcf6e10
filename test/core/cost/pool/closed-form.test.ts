import { describe, expect, test } from "vitest"
import { closedForm } from "../../../../src/core/cost/pool/closed-form.ts"
import { load } from "./pools.ts"

const t4 = 0.000164

describe("the formula", () => {
  // Dollars a month of a T4 at 0.000164 a second, ten seconds to start, requests spread over the whole day.
  test.each([
    [10_000, 0.6, 2, 20],
    [10_000, 0.6, 60, 99],
    [10_000, 1.5, 2, 21],
    [10_000, 1.5, 60, 100],
    [10_000, 1.5, 180, 219],
    [10_000, 1.5, 300, 296],
    [30_000, 1.5, 60, 229],
    [30_000, 1.5, 300, 417],
    [100_000, 1.5, 2, 148],
    [100_000, 1.5, 60, 391],
    [100_000, 1.5, 180, 431],
  ])(
    "says what %i requests of %d s cost with %i s of idling: $%i",
    (requests, seconds, idle, usd) => {
      const { openSeconds } = closedForm(load({ requests, seconds, idle, slots: 1 }))
      expect(Math.round(openSeconds * t4)).toBe(usd)
    },
  )

  // The same in a third of the day.
  test.each([
    [10_000, 2, 19],
    [10_000, 60, 76],
    [10_000, 180, 125],
    [100_000, 2, 89],
    [100_000, 60, 142],
  ])("knows hours without requests: %i requests, %i s of idling, $%i", (requests, idle, usd) => {
    const { openSeconds } = closedForm(load({ requests, idle, active: 0.33 }))
    expect(Math.round(openSeconds * t4)).toBe(usd)
  })

  test("does not apply where one instance is not enough, or some stay open, or the day is in pieces", () => {
    const one = load({ requests: 10_000 })
    const [hour = { seconds: 0, perSecond: 0 }] = one.day
    expect(closedForm(one).applies).toBe(true)
    expect(closedForm({ ...one, slots: 1 }).applies).toBe(false)
    expect(closedForm({ ...one, warm: 1 }).applies).toBe(false)
    const pieces = [
      { ...hour, seconds: 40_000 },
      { seconds: 6400, perSecond: 0 },
      { ...hour, seconds: 40_000 },
    ]
    expect(closedForm({ ...one, day: pieces }).applies).toBe(false)
  })

  test("is nothing without requests", () => {
    expect(closedForm(load({ requests: 0 }))).toEqual({ openSeconds: 0, starts: 0, applies: true })
  })
})
