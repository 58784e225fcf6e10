import { describe, expect, test } from "vitest"
import type { PriceBook } from "../../../src/core/cost/price-book.ts"
import type { HttpOutcome } from "../../../src/ports/http.ts"
import { listPrices, type PricesInput } from "../../../src/workflows/cost/list-prices.ts"
import { fakeContext } from "../../support/fake-context.ts"
import { memoryFiles } from "../../support/memory-files.ts"
import { testOffer, testPrice, testPriceBook } from "../../support/test-price-book.ts"

const book: PriceBook = {
  ...testPriceBook({ platform: "alpha", offers: [testOffer("small")], seconds: {} }),
  prices: [
    testPrice("new", 1, { asOf: "2026-11-01" }),
    testPrice("old", 2, { asOf: "2026-08-01" }),
    testPrice("stale", 3, { asOf: "2026-01-01" }),
    testPrice("undated", 4, { asOf: undefined }),
  ],
  pages: [
    {
      url: "https://alpha.example/pricing.md",
      title: "Prices of Alpha",
      ids: ["new", "old", "stale"],
      read: (text) =>
        [...text.matchAll(/(\w+)=([\d.]+)/g)].map(([, id = "", usd]) => ({ id, usd: Number(usd) })),
    },
  ],
}

describe("the list", () => {
  test("says how old every price is", async () => {
    const { books, date } = await list({})
    expect(date).toBe("2026-11-21")
    expect(books[0]?.prices.map(({ id, ageDays, state }) => [id, ageDays, state])).toEqual([
      ["new", 20, "fresh"],
      ["old", 112, "old"],
      ["stale", 324, "stale"],
      ["undated", null, "stale"],
    ])
  })

  test("can be of old prices only, and of one platform", async () => {
    const { books } = await list({ stale: true, platform: "alpha" })
    expect(books[0]?.prices.map(({ id }) => id)).toEqual(["old", "stale", "undated"])
    await expect(list({ platform: "alpah" })).rejects.toMatchObject({
      code: "cost/unknown-price-book",
      hint: 'Did you mean "alpha"?',
    })
  })
})

describe("a page of the vendor", () => {
  const page = "new=1 old=2.5 other=9"
  const difference = {
    platform: "alpha",
    page: "Prices of Alpha",
    same: ["new"],
    changed: [{ id: "old", book: { low: 2, high: 2 }, page: 2.5 }],
    missing: ["stale"],
    additional: [{ id: "other", usd: 9 }],
  }

  test("is compared from a file", async () => {
    const { refreshed } = await list({ refresh: "page.md" }, { "/project/page.md": page })
    expect(refreshed).toMatchObject(difference)
  })

  test("is compared from its address", async () => {
    const answer = { status: "answered", statusCode: 200, headers: {}, body: page } as const
    const { refreshed } = await list({ refresh: "https://alpha.example/pricing.md" }, {}, answer)
    expect(refreshed).toMatchObject(difference)
  })

  test.each<[string, string, HttpOutcome | undefined]>([
    ["missing.md", "cost/unreadable-page", undefined],
    ["other.md", "cost/unknown-page", undefined],
    ["https://alpha.example/pricing.md", "cost/unreadable-page", answered(404, "")],
    ["https://alpha.example/pricing.md", "cost/unknown-page", answered(200, "nothing")],
    ["https://elsewhere.example/", "cost/unknown-page", answered(200, page)],
    [
      "https://alpha.example/pricing.md",
      "cost/unreadable-page",
      { status: "failed", kind: "dns", reason: "No such host.", maybeDone: false },
    ],
  ])("%s is an error, %s", async (refresh, code, answer) => {
    const files = { "/project/other.md": "hello" }
    await expect(list({ refresh }, files, answer)).rejects.toMatchObject({ code })
  })
})

async function list(
  input: Partial<PricesInput>,
  files: Readonly<Record<string, string>> = {},
  answer?: HttpOutcome,
) {
  const context = fakeContext({
    files: memoryFiles(files),
    prices: {
      load: () => Promise.resolve([book]),
      loadArchitectures: () => Promise.resolve([]),
      loadTokens: () => Promise.resolve([]),
    },
    ...(answer === undefined ? {} : { http: { send: () => Promise.resolve(answer) } }),
  })
  return await listPrices({ stale: false, ...input }, context)
}

function answered(statusCode: number, body: string): HttpOutcome {
  return { status: "answered", statusCode, headers: {}, body }
}
