import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { findCandidates } from "../../../../src/core/cost/candidate/find-candidates.ts"
import { simulatePool } from "../../../../src/core/cost/pool/simulate-pool.ts"
import { type BillGroup, rememberBills } from "../../../../src/core/cost/stack/bill-memo.ts"
import { findCombinations } from "../../../../src/core/cost/stack/find-combinations.ts"
import type { Candidate } from "../../../../src/core/cost/candidate/candidate.ts"
import type { PriceBook } from "../../../../src/core/cost/price-book.ts"
import { middleOf } from "../../../../src/core/cost/usd.ts"
import { testOffer, testPriceBook } from "../../../support/test-price-book.ts"
import { demand } from "../demands.ts"

describe("the cheapest placements", () => {
  test("share a fee and a credit", () => {
    // Alone, each part is cheaper on bolt; together, acme's fee is paid once and its credit used.
    const books = [book("acme", { fee: 10, month: 4, credit: 0 }), book("bolt", { month: 10 })]
    const { combinations, complete } = search(books, ["a", "b", "c"], 3)
    expect(combinations.map(placesAndTotal)).toMatchObject([
      ["acme acme acme", 22],
      // One of the three goes to bolt, whichever.
      [expect.any(String), 28],
      [expect.any(String), 28],
    ])
    expect(complete).toBe(true)
  })

  test("say when the search was cut short", () => {
    const books = ["acme", "bolt", "coil"].map((platform) => book(platform, { month: 1 }))
    const { choices, bill } = market(books, ["a", "b", "c", "d"])
    expect(findCombinations(choices, bill, { count: 1, maxSteps: 5 }).complete).toBe(false)
  })

  test("are none where a part has no place", () => {
    const { bill } = market([book("acme", { month: 1 })], ["a"])
    expect(findCombinations([[]], bill, { count: 3 }).combinations).toEqual([])
  })

  test("keep what is closed to the outside beside its callers", () => {
    const books = [book("acme", { month: 1 }), book("bolt", { month: 3 })]
    const bill = rememberBills(new Map(books.map((each) => [each.platform, each])))
    const closed = candidatesOf(demand({ item: "store", callers: ["front"] }), books).map(
      (candidate) => ({ ...candidate, onlyBesideCallers: "It is closed." }),
    )
    const choices = [candidatesOf(demand({ item: "front" }), books), closed]
    const { combinations } = findCombinations(choices, bill, { count: 4 })
    expect(combinations.map(placesAndTotal)).toEqual([
      ["acme acme", 2],
      ["bolt bolt", 6],
    ])
  })

  test("pay for traffic between platforms, and not within one", () => {
    const books = [book("acme", { month: 1, egress: 1 }), book("bolt", { month: 3, egress: 1 })]
    const hop = { hopGB: 5, callers: ["front"] }
    const demands = [demand({ item: "front" }), demand({ item: "behind", ...hop })]
    const bill = rememberBills(new Map(books.map((each) => [each.platform, each])))
    const choices = demands.map((each) => candidatesOf(each, books))
    const { combinations } = findCombinations(choices, bill, { count: 4 })
    expect(combinations.map(placesAndTotal)).toEqual([
      ["acme acme", 2],
      ["bolt bolt", 6],
      ["acme bolt", 9],
      ["bolt acme", 9],
    ])
  })
})

test("finds what trying everything finds", () => {
  const books = fc.array(
    fc.record({
      fee: fc.integer({ min: 0, max: 20 }),
      month: fc.integer({ min: 1, max: 30 }),
      credit: fc.integer({ min: 0, max: 25 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  fc.assert(
    fc.property(books, fc.integer({ min: 1, max: 4 }), (amounts, parts) => {
      const priced = amounts.map((each, index) => book(`p${index}`, each))
      const { choices, bill } = market(
        priced,
        Array.from({ length: parts }, (_, index) => `part${index}`),
      )
      const found = findCombinations(choices, bill, { count: 3 }).combinations
      const all = everyTotal(choices, bill)
      expect(found.map(({ total }) => cents(middleOf(total)))).toEqual(all.slice(0, found.length))
    }),
    { numRuns: 150, seed: 8 },
  )
})

interface Amounts {
  readonly fee?: number
  /** US dollars that one instance costs a month. */
  readonly month: number
  readonly credit?: number
  readonly egress?: number
}

function book(platform: string, { month, ...amounts }: Amounts): PriceBook {
  const offers = [testOffer("machine")]
  return testPriceBook({ platform, offers, seconds: { machine: month / 2_628_000 }, ...amounts })
}

function candidatesOf(each: ReturnType<typeof demand>, books: readonly PriceBook[]) {
  return books.flatMap((priced) => findCandidates(each, priced, simulatePool).candidates)
}

function market(books: readonly PriceBook[], items: readonly string[]) {
  const bill = rememberBills(new Map(books.map((each) => [each.platform, each])))
  return { choices: items.map((item) => candidatesOf(demand({ item }), books)), bill }
}

function search(books: readonly PriceBook[], items: readonly string[], count: number) {
  const { choices, bill } = market(books, items)
  return findCombinations(choices, bill, { count })
}

function placesAndTotal({ candidates, total }: ReturnType<typeof search>["combinations"][number]) {
  return [candidates.map(({ platform }) => platform).join(" "), cents(middleOf(total)) / 100]
}

function everyTotal(choices: readonly (readonly Candidate[])[], bill: BillGroup): number[] {
  const placements = choices.reduce<readonly (readonly Candidate[])[]>(
    (placed, candidates) =>
      placed.flatMap((before) => candidates.map((candidate) => [...before, candidate])),
    [[]],
  )
  return placements
    .map((placed) => {
      const groups = [...Map.groupBy(placed, ({ platform }) => platform).values()]
      const totals = groups.map((group) => {
        const billing = bill(group)
        return billing.status === "billed" ? middleOf(billing.bill.total) : 0
      })
      return cents(totals.reduce((sum, total) => sum + total, 0))
    })
    .toSorted((a, b) => a - b)
}

function cents(amount: number): number {
  return Math.round(amount * 100)
}
