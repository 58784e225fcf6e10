import { describe, expect, test } from "vitest"
import { findCandidates } from "../../../../src/core/cost/candidate/find-candidates.ts"
import { simulatePool } from "../../../../src/core/cost/pool/simulate-pool.ts"
import { budgetVerdict } from "../../../../src/core/cost/stack/budget.ts"
import { expectedService, missedGoals } from "../../../../src/core/cost/stack/service-goals.ts"
import { onDemand, testOffer, testPriceBook } from "../../../support/test-price-book.ts"
import { demand } from "../demands.ts"

describe("a stack", () => {
  const front = candidate("front", { seconds: 0.1 })
  const fast = candidate("fast", { seconds: 0.4, callers: ["front"] })
  const slow = candidate("slow", { seconds: 1.5, callers: ["front"] })

  test("is as slow as what is called from outside and the slowest behind it", () => {
    expect(expectedService([front, fast, slow]).p99Seconds).toBeCloseTo(1.6)
    expect(expectedService([front]).p99Seconds).toBeCloseTo(0.1)
    expect(expectedService([]).p99Seconds).toBeUndefined()
  })

  test("misses a goal with figures, and keeps what was not promised", () => {
    const none = { availability: undefined, p99Seconds: undefined }
    const expected = expectedService([front, slow])
    expect(missedGoals(expected, none)).toEqual([])
    expect(missedGoals(expected, { ...none, p99Seconds: 2 })).toEqual([])
    expect(missedGoals(expected, { ...none, p99Seconds: 0.5 })).toEqual([
      "p99 is 1.6 s, and 500 ms are promised.",
    ])
  })

  test("does not answer those who give up while it starts", () => {
    const sleepy = candidate("sleepy", { seconds: 0.1, start: 90 })
    const expected = expectedService([sleepy])
    expect(expected.availability).toBeLessThan(0.9)
    expect(missedGoals(expected, { availability: 0.995, p99Seconds: undefined })[0]).toMatch(
      /of requests are answered, and 99.5 % are promised/,
    )
  })
})

test.each([
  [{ low: 70, high: 70 }, "within"],
  [{ low: 70.004, high: 70.004 }, "within"],
  [{ low: 60, high: 80 }, "perhaps"],
  [{ low: 71, high: 80 }, "exceeded"],
  // A credit can turn the two cases round.
  [{ low: 80, high: 60 }, "perhaps"],
])("%o is %s a budget of 70 dollars", (total, verdict) => {
  expect(budgetVerdict(total, { monthly: 70 })).toBe(verdict)
})

interface Words {
  readonly seconds: number
  readonly callers?: readonly string[]
  readonly start?: number
}

function candidate(item: string, { seconds, callers = [], start = 0 }: Words) {
  const timing = { ...demand().timing, duration: { mean: seconds }, startSeconds: start }
  const asked = demand({ item, callers, timing, requests: 2000 })
  const offers = [testOffer("machine", { scaling: { ...onDemand, coldStartSeconds: 0 } })]
  const book = testPriceBook({ platform: "acme", offers, seconds: {} })
  const [found] = findCandidates(asked, book, simulatePool).candidates
  if (found === undefined) throw new Error("It does not fit.")
  return found
}
