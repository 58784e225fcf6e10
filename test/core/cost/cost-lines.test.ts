import { expect, test } from "vitest"
import { creditLine, feeLine, usageLines } from "../../../src/core/cost/cost-lines.ts"
import { addUsd, mapUsd, middleOf, timesUsd, usd } from "../../../src/core/cost/usd.ts"
import { testPrice } from "../../support/test-price-book.ts"

const gigabyte = testPrice("egress", 0.1, { unit: "GB" })

test("what is included is spread over the items by what they use", () => {
  const lines = usageLines(
    [
      { item: "a", quantity: 30 },
      { item: "b", quantity: 10 },
      { item: "c", quantity: 0 },
    ],
    { meter: "Egress", price: gigabyte, included: 20 },
  )
  expect(lines).toMatchObject([
    { item: "a", quantity: 30, included: 15, amount: usd(1.5), unit: "GB" },
    { item: "b", quantity: 10, included: 5, amount: usd(0.5) },
  ])
})

test("more included than used costs nothing", () => {
  const [line] = usageLines([{ item: "a", quantity: 3 }], {
    meter: "Egress",
    price: gigabyte,
    included: 20,
  })
  expect(line).toMatchObject({ included: 3, amount: usd(0) })
})

test("a factor is part of the unit price, and the rule is said", () => {
  const [line] = usageLines([{ item: "a", quantity: 10 }], {
    meter: "CPU",
    price: gigabyte,
    factor: 1.5,
    note: "Region factor 1.5.",
  })
  expect(line?.unitPrice.low).toBeCloseTo(0.15)
  expect(line?.amount.low).toBeCloseTo(1.5)
  expect(line?.note).toBe("Region factor 1.5.")
})

test("a credit pays no more than there is to pay, in each case for itself", () => {
  const used = usageLines([{ item: "a", quantity: 100 }], {
    meter: "Egress",
    price: testPrice("egress", 0, { usd: { low: 0.02, high: 0.4 } }),
  })
  const credit = creditLine(used, { meter: "Credit", credit: 30 })
  expect(credit).toMatchObject({ type: "credit", amount: { low: -2, high: -30 } })
  expect(addUsd(...used.map(({ amount }) => amount), credit.amount)).toEqual({ low: 0, high: 10 })
})

test("a fee is the account's", () => {
  expect(feeLine(testPrice("plan", 5))).toMatchObject({ item: undefined, amount: usd(5) })
})

test("amounts add up end by end", () => {
  expect(addUsd({ low: 1, high: 2 }, { low: 3, high: 5 })).toEqual({ low: 4, high: 7 })
  expect(addUsd()).toEqual(usd(0))
  expect(timesUsd({ low: 1, high: 2 }, 3)).toEqual({ low: 3, high: 6 })
  expect(mapUsd({ low: 1, high: 9 }, (value) => Math.min(5, value))).toEqual({ low: 1, high: 5 })
  expect(middleOf({ low: 1, high: 2 })).toBe(1.5)
})
