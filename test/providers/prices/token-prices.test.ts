import { readFileSync } from "node:fs"
import type { ModelInfo, ModelPrice, Provider } from "@pydantic/genai-prices"
import { describe, expect, test } from "vitest"
import { pricesAsOf } from "../../../providers/_prices/_tokens/model-prices.ts"
import { tokenPriceBook } from "../../../providers/_prices/_tokens/token-price-book.ts"
import { tokenPriceBooks } from "../../../providers/price-books.gen.ts"
import { used } from "./reference-bill.ts"

const vendor = { id: "acme", title: "Acme", url: "https://acme.example/prices" } as const
const library = await import("@pydantic/genai-prices")

/** A vendor of the library's own kind, so that no price of the real ones is needed. */
const acme: Provider = {
  id: "acme",
  name: "Acme",
  api_pattern: "https://acme\\.example",
  models: [
    model("tiered", {
      input_mtok: new library.TieredPrices({ base: 2, tiers: [{ start: 1000, price: 4 }] }),
      output_mtok: 10,
    }),
    model("cached", { input_mtok: 2, cache_read_mtok: 0.5, output_mtok: 10 }),
    model("embedding", { input_mtok: 1 }),
    { ...model("gone", { input_mtok: 1, output_mtok: 1 }), deprecated: true },
    {
      ...model("dearer-soon", {}),
      prices: [
        { prices: { input_mtok: 1, output_mtok: 2 } },
        {
          constraint: { type: "start_date", start_date: "2999-01-01" },
          prices: { input_mtok: 3, output_mtok: 6 },
        },
      ],
    },
  ],
}

const book = tokenPriceBook(vendor, {
  findProvider: () => acme,
  calcPrice: (usage, id, options) => library.calcPrice(usage, id, { ...options, provider: acme }),
})

describe("a book of token prices", () => {
  test("offers models that generate text and are still sold", () => {
    expect(book.offers.map(({ id }) => id)).toEqual(["tiered", "cached", "dearer-soon"])
  })

  test("says where a price rises with the length of a request, and when it will change", () => {
    const notes = new Map(book.prices.map(({ id, note }) => [id, note]))
    expect(notes.get("tokens.tiered.in")).toBe("$4 in requests with more than 1000 input tokens.")
    expect(notes.get("tokens.dearer-soon.out")).toBe("$6 from 2999-01-01 on.")
    expect(notes.get("tokens.cached.in")).toBeUndefined()
  })

  test.each([
    ["within the first tier", 1000, 500_000, 1],
    ["in the second tier", 100, 500_000, 2],
  ])("prices the average request: %s", (_where, requests, input, usd) => {
    const item = used({ offer: "tiered", requests, tokens: { input, output: 0 } })
    const { lines } = book.bill({ plan: "pay-as-you-go", items: [item] })
    expect(lines.map(({ amount }) => amount.high)).toEqual([usd])
  })

  test("names the cheaper price of cached tokens only where the model has one", () => {
    const tokens = { input: 2_000_000, cached: 1_000_000, output: 1_000_000 }
    const linesOf = (offer: string) =>
      book.bill({ plan: "pay-as-you-go", items: [used({ offer, requests: 2000, tokens })] }).lines
    expect(linesOf("cached").map(({ amount }) => amount.low)).toEqual([2.5, 10])
    expect(linesOf("cached")[0]?.prices).toEqual(["tokens.cached.in", "tokens.cached.cache_read"])
    expect(linesOf("dearer-soon").map(({ amount }) => amount.low)).toEqual([2, 2])
    expect(linesOf("dearer-soon")[0]?.prices).toEqual(["tokens.dearer-soon.in"])
  })

  test("is dated as the library is", () => {
    const file = new URL(
      "../../../node_modules/@pydantic/genai-prices/package.json",
      import.meta.url,
    )
    const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"))
    // With another version, set `pricesAsOf` to the day of its publication.
    expect({ version, pricesAsOf }).toEqual({ version: "0.1.8", pricesAsOf: "2026-09-23" })
  })
})

test("the vendors' books have their best known models", async () => {
  const offers = (await tokenPriceBooks()).flatMap(({ offers: own }) => own.map(({ id }) => id))
  expect(offers).toEqual(
    expect.arrayContaining(["gpt-5-mini", "claude-haiku-4-5", "gemini-2.5-flash"]),
  )
})

function model(id: string, prices: ModelPrice): ModelInfo {
  return { id, name: id, match: { equals: id }, prices }
}
