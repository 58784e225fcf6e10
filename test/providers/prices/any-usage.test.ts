import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { priceBooks, tokenPriceBooks } from "../../../providers/price-books.gen.ts"
import {
  addUsd,
  type Bill,
  type ItemUsage,
  type Offer,
  type PriceBook,
} from "../../../src/provider/index.ts"
import { month, used } from "./reference-bill.ts"

const books = [...priceBooks, ...(await tokenPriceBooks())].map((book) => ({
  name: book.platform,
  book,
}))

describe.each(books)("any bill of $name", ({ book }) => {
  test("adds up, and refers to prices of the book and items of the usage", () => {
    fc.assert(
      fc.property(anyUsage(book), (usage) => {
        const { lines, unpriced } = book.bill(usage)
        const ids = new Set(book.prices.map(({ id }) => id))
        const items = new Set([undefined, ...usage.items.map(({ item }) => item)])
        for (const { amount, quantity, included, prices, item } of lines) {
          expect([amount.low, amount.high, quantity, included].every(Number.isFinite)).toBe(true)
          expect(prices.filter((id) => !ids.has(id))).toEqual([])
          expect(items.has(item)).toBe(true)
        }
        expect(unpriced.filter(({ item }) => !items.has(item))).toEqual([])
        const { low, high } = totalOf({ lines })
        expect(low).toBeGreaterThanOrEqual(-1e-9)
        expect(high).toBeGreaterThanOrEqual(low - 1e-9)
      }),
      { numRuns: 60 },
    )
  })

  test("is not lower for twice the usage", () => {
    fc.assert(
      fc.property(anyUsage(book), (usage) => {
        const once = totalOf(book.bill(usage))
        const twice = totalOf(book.bill({ ...usage, items: usage.items.map(doubled) }))
        expect(twice.low).toBeGreaterThanOrEqual(once.low - 1e-6)
        expect(twice.high).toBeGreaterThanOrEqual(once.high - 1e-6)
      }),
      { numRuns: 60 },
    )
  })

  test("uses every price of the book somewhere", () => {
    const seen = new Set(
      book.plans.flatMap(({ id: plan }) =>
        book.offers.flatMap((offer) =>
          ["us", "us-east", "eu", "sa", "af", undefined].flatMap((region) =>
            book
              .bill({ plan, items: [busy(offer, region)] })
              .lines.flatMap(({ prices }) => [...prices]),
          ),
        ),
      ),
    )
    const unused = book.prices.filter(({ id }) => !seen.has(id)).map(({ id }) => id)
    expect(unused.filter((id) => !saidInWords.includes(id))).toEqual([])
  })
})

/** Prices that a rule tells of without being able to compute with them. */
const saidInWords = ["stopped.rootfs"]

function totalOf({ lines }: Pick<Bill, "lines">) {
  return addUsd(...lines.map(({ amount }) => amount))
}

/** A month with much of everything. */
function busy(offer: Offer, region: string | undefined): ItemUsage {
  return {
    ...used({
      offer: offer.id,
      kind: offer.serves[0] ?? "web",
      cpu: offer.cpu.min,
      memoryGiB: offer.memoryGiB.max === Infinity ? 1 : offer.memoryGiB.max,
      gpus: 1,
      usedCpu: 1,
      usedGiB: 1,
      billed: month,
      requests: 50_000_000,
      cpuSeconds: 1_000_000,
      egressGB: 5000,
      storageGiB: 5000,
      operations: 80_000_000,
      buildMinutes: 9000,
      tokens: { input: 9_000_000, cached: 1_000_000, output: 9_000_000 },
    }),
    region,
  }
}

const upTo = (max: number) => fc.double({ min: 0, max, noNaN: true })
const count = (max: number) => fc.integer({ min: 0, max })

function anyUsage(book: PriceBook) {
  const item = fc.record({
    offer: fc.constantFrom(...book.offers),
    region: fc.constantFrom("us", "us-west", "eu", "nowhere", undefined),
    cpu: upTo(64),
    memoryGiB: upTo(256),
    gpus: count(8),
    usedCpu: upTo(64),
    usedGiB: upTo(256),
    billed: upTo(20 * month),
    instances: count(20),
    requests: count(100_000_000),
    cpuSeconds: upTo(1e7),
    egressGB: upTo(1e5),
    storageGiB: upTo(1e4),
    operations: count(1e9),
    buildMinutes: count(1e5),
    tokens: fc.record({ input: count(1e9), cached: count(1e9), output: count(1e9) }),
  })
  return fc.record({
    plan: fc.constantFrom(...book.plans.map(({ id }) => id)),
    items: fc.array(item, { minLength: 1, maxLength: 4 }).map((items) =>
      items.map(({ offer, region, ...rest }, index) => ({
        ...used({
          ...rest,
          item: `item${index}`,
          offer: offer.id,
          kind: offer.serves[index % offer.serves.length] ?? "web",
        }),
        region,
      })),
    ),
  })
}

function doubled(item: ItemUsage): ItemUsage {
  const { seconds, tokens } = item
  return {
    ...item,
    seconds: { ...seconds, busy: seconds.busy * 2, billed: seconds.billed * 2 },
    requests: item.requests * 2,
    cpuSeconds: item.cpuSeconds * 2,
    egressGB: item.egressGB * 2,
    storageGiB: item.storageGiB * 2,
    operations: item.operations * 2,
    buildMinutes: item.buildMinutes * 2,
    tokens: { input: tokens.input * 2, cached: tokens.cached * 2, output: tokens.output * 2 },
  }
}
