import { expect, test } from "vitest"
import { estimateMean } from "../../../../src/core/cost/pool/estimate-mean.ts"
import { randomNumbers } from "../../../../src/core/cost/pool/random-numbers.ts"

test("takes off what the control explains", () => {
  // The values are twice the control, which happened to be 1 too high on average.
  const observations = [1, 3, 5, 7].map((control) => ({ value: 2 * control, control }))
  const { mean, halfWidth } = estimateMean(observations, 3)
  expect(mean).toBeCloseTo(6)
  expect(halfWidth).toBeCloseTo(0)
})

test("leaves values alone that have nothing to do with the control", () => {
  const observations = [1, 2, 3, 2, 1, 3].map((value) => ({ value, control: 10 }))
  expect(estimateMean(observations, 10).mean).toBe(2)
  expect(estimateMean(observations, 99).mean).toBe(2)
})

test("the interval holds the mean in 95 of 100 samples", () => {
  const { uniform } = randomNumbers(7)
  const held = Array.from({ length: 1000 }, () => {
    const observations = Array.from({ length: 12 }, () => {
      const control = uniform()
      return { value: control + uniform(), control }
    })
    const { mean, halfWidth } = estimateMean(observations, 0.5)
    return Math.abs(mean - 1) <= halfWidth
  }).filter(Boolean).length
  expect(held).toBeGreaterThan(930)
  expect(held).toBeLessThan(980)
})

test("two observations say nothing of an interval", () => {
  expect(estimateMean([{ value: 1, control: 1 }], 1).halfWidth).toBe(Number.POSITIVE_INFINITY)
})
