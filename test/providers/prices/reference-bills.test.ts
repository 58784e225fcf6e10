import { describe, expect, test } from "vitest"
import { priceBooks, tokenPriceBooks } from "../../../providers/price-books.gen.ts"
import { addUsd, type Bill, type PriceBook, type Usd } from "../../../src/provider/index.ts"
import { referenceBills } from "./all-bills.ts"
import { valueOf, writtenSum } from "./arithmetic.ts"
import type { ReferenceBill } from "./reference-bill.ts"

const books = new Map(
  [...priceBooks, ...(await tokenPriceBooks())].map((book) => [book.platform, book]),
)
const bills = Object.entries(referenceBills).flatMap(([platform, list]) =>
  list.map((bill) => ({ name: `${platform}: ${bill.title}`, platform, bill })),
)

describe("reference bills", () => {
  test.each(bills)("$name", ({ platform, bill }) => {
    const computed = bookOf(platform).bill({ plan: bill.plan, items: bill.items })
    expect(computed.refusals).toEqual([])
    expect(computed.unpriced.map(({ what }) => what)).toEqual(bill.unpriced ?? [])
    expect(inCents(amountsOf(computed))).toEqual(inCents(writtenAmounts(bill)))
    expect(centsOf(addUsd(...computed.lines.map(({ amount }) => amount)))).toEqual(totalOf(bill))
  })

  test.each(bills)("the arithmetic of $name is right", ({ bill }) => {
    const sums = Object.values(bill.lines).flat()
    for (const sum of sums) {
      const { value, written } = writtenSum(sum)
      expect(written, sum).toBeCloseTo(value, 5)
    }
    expect(centsOf(addUsd(...writtenAmounts(bill).values()))).toEqual(totalOf(bill))
  })

  test("are at least 60, two of every price book and three of most", () => {
    expect(Object.keys(referenceBills).toSorted()).toEqual([...books.keys()].toSorted())
    expect(Object.values(referenceBills).filter((list) => list.length < 2)).toEqual([])
    expect(bills.length).toBeGreaterThanOrEqual(60)
  })

  test("name offers, plans and prices of their books", () => {
    for (const { platform, bill, name } of bills) {
      const book = bookOf(platform)
      const computed = book.bill({ plan: bill.plan, items: bill.items })
      const priceIds = new Set(book.prices.map(({ id }) => id))
      expect(
        book.plans.map(({ id }) => id),
        name,
      ).toContain(bill.plan)
      for (const { offer, kind } of bill.items) {
        const found = book.offers.find(({ id }) => id === offer)
        expect(found?.serves, `${name}: ${offer}`).toContain(kind)
      }
      for (const { prices } of computed.lines) {
        expect([...priceIds], name).toEqual(expect.arrayContaining([...prices]))
      }
    }
  })
})

describe("written arithmetic", () => {
  test.each([
    ["2 + 3 * 4", 14],
    ["(2 + 3) * 4 - 1", 19],
    ["-30", -30],
    ["max(0, 2 - 10) * 0.36", 0],
    ["-min(74.4, 73)", -73],
    ["10 - 4 - 3", 3],
    ["100 / 5 / 2", 10],
  ])("%s is %d", (text, value) => {
    expect(valueOf(text)).toBeCloseTo(value, 12)
  })

  test.each(["2 +", "(2", "two", "2 3"])("%s is refused", (text) => {
    expect(() => valueOf(text)).toThrow(/./)
  })
})

function bookOf(platform: string): PriceBook {
  const book = books.get(platform)
  if (book === undefined) throw new Error(`There is no price book of "${platform}".`)
  return book
}

/** Amounts by meter, over all items, without those that come to nothing. */
function amountsOf({ lines }: Bill): ReadonlyMap<string, Usd> {
  const groups = Map.groupBy(lines, ({ meter }) => meter)
  return new Map(
    [...groups].map(([meter, own]) => [meter, addUsd(...own.map((line) => line.amount))]),
  )
}

function writtenAmounts({ lines }: ReferenceBill): ReadonlyMap<string, Usd> {
  return new Map(
    Object.entries(lines).map(([meter, sums]) => {
      const [low, high] = typeof sums === "string" ? [sums, sums] : sums
      return [meter, { low: writtenSum(low).written, high: writtenSum(high).written }]
    }),
  )
}

function inCents(amounts: ReadonlyMap<string, Usd>): Record<string, readonly [string, string]> {
  const rounded = [...amounts].map(([meter, amount]) => [meter, centsOf(amount)] as const)
  return Object.fromEntries(rounded.filter(([, [low, high]]) => low !== "0.00" || high !== "0.00"))
}

function centsOf({ low, high }: Usd): readonly [string, string] {
  return [cents(low), cents(high)]
}

function cents(amount: number): string {
  return (Math.round(amount * 100 + 1e-7) / 100 + 0).toFixed(2)
}

function totalOf({ total }: ReferenceBill): readonly [string, string] {
  const [low, high] = typeof total === "number" ? [total, total] : total
  return [cents(low), cents(high)]
}
