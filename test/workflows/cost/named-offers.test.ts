import { describe, expect, test } from "vitest"
import * as z from "zod"
import { usageLines } from "../../../src/core/cost/cost-lines.ts"
import type { PriceBook } from "../../../src/core/cost/price-book.ts"
import type { CostReport } from "../../../src/core/cost/report/cost-report.ts"
import { middleOf, type Usd } from "../../../src/core/cost/usd.ts"
import { unsupported } from "../../../src/core/project/support.ts"
import { defineProvider } from "../../../src/provider/define-provider.ts"
import type { Context } from "../../../src/workflows/context.ts"
import { fakeRegistry, testProvider } from "../../support/fake-context.ts"
import { allNative, testPlatform } from "../../support/test-platform.ts"
import { onDemand, testOffer, testPrice, testPriceBook } from "../../support/test-price-book.ts"
import { books, cost, manifest } from "./scene.ts"

const tokens = "2000:500"
/** Calls of the model: a fifth of the requests is answered by a cache. */
const calls = 80_000

describe("a hosted model that is paid by token", () => {
  const small = tokenBook("vendor", { "small-1": 0.1, "large-1": 3 })
  const scene = { tokenBooks: [small] }

  test("is advice where it is cheaper than the GPU, the cheapest of each vendor", async () => {
    const other = tokenBook("other", { "other-1": 0.2 })
    const { report } = await cost({ workload: { tokens } }, { tokenBooks: [small, other] })
    const own = amountOf(report.current, "beta")
    const [first, second] = report.advice.savings.filter(({ text }) => text.includes(".model="))
    expect(first?.text).toBe("model.model=vendor:small-1")
    expect(first?.title).toContain('instead of running "model" on T4')
    // 2,500 tokens a call at $0.10 a million, and what the GPU costs is gone.
    expect(middle(first?.saves)).toBeCloseTo(own - (calls * 2500 * 0.1) / 1e6, 6)
    expect(second?.text).toBe("model.model=other:other-1")
    expect(report.advice.savings.map(({ text }) => text)).not.toContain(
      "model.model=vendor:large-1",
    )
  })

  test("is listed as no saving, with what a GPU of one's own saves, where that is cheaper", async () => {
    const dear = tokenBook("vendor", { "small-1": 10 })
    const { report } = await cost({ workload: { tokens } }, { tokenBooks: [dear] })
    const advice = report.advice.without.find(({ text }) => text === "model.model=vendor:small-1")
    const own = amountOf(report.current, "beta")
    expect(middle(advice?.saves)).toBeCloseTo(own - (calls * 2500 * 10) / 1e6, 6)
  })

  test("is no advice where nobody said how many tokens a request has", async () => {
    const { advice } = (await cost({}, scene)).report
    const texts = [...advice.savings, ...advice.without].map(({ text }) => text)
    expect(texts.filter((text) => text.includes(".model="))).toEqual([])
  })

  test("can be priced by name, for all models or one service, whatever is cheaper", async () => {
    for (const whatIf of ["model=vendor:large-1", "model.model=vendor:large-1"]) {
      const { report } = await cost({ whatIf, workload: { tokens } }, scene)
      const own = amountOf(report.current, "beta")
      expect(middle(report.whatIf?.saves)).toBeCloseTo(own - (calls * 2500 * 3) / 1e6, 6)
    }
  })

  test("is priced for a service that runs elsewhere, which costs nothing otherwise", async () => {
    const elsewhere = manifest.replace("targets: [beta, alpha]", "targets: [external]")
    const { report } = await cost(
      { whatIf: "model=vendor:small-1", workload: { tokens } },
      { ...scene, manifest: elsewhere },
    )
    expect(middle(report.whatIf?.saves)).toBeCloseTo((-calls * 2500 * 0.1) / 1e6, 1)
  })

  test.each([
    ["model=vendor:small-2", { tokens }, 'no "small-2" for it. The nearest is "small-1".'],
    ["model=vendor:zzz", { tokens }, 'no "zzz" for it.'],
    ["model=vendor:small-1", {}, "Tokens of a request are not stated (workload.tokens)."],
    ["model=nobody:small-1", { tokens }, "There is no price book"],
  ])("%s with %o has no price, and the reason", async (whatIf, workload, reason) => {
    const { report, diagnostics } = await cost({ whatIf, workload }, scene)
    expect(report.whatIf).toMatchObject({ total: null })
    expect(diagnostics).toMatchObject([
      { code: "cost/what-if-unpriced", message: expect.stringContaining(reason) },
    ])
  })

  test("is there too where the platform takes no models of one's own", async () => {
    const kinds = { ...allNative.kinds, inference: unsupported("it has no GPU.") }
    const platforms = fakeRegistry([
      testProvider("alpha"),
      testProvider("beta"),
      testProvider("vendor", { support: { ...allNative, kinds } }),
    ])
    const { report } = await cost(
      { all: true, whatIf: "model=vendor:small-1", workload: { tokens } },
      { ...scene, context: { platforms } },
    )
    const model = report.parts.find(({ item }) => item === "model")
    expect(model?.options.map(({ offer }) => offer)).toContain("small-1")
    expect(model?.rejected).toContainEqual(
      expect.objectContaining({
        platform: "vendor",
        reason: expect.stringMatching(/it has no GPU/),
      }),
    )
    expect(report.whatIf?.total).not.toBeNull()
  })
})

describe("an offer with terms", () => {
  const free = testOffer("free", {
    serves: ["web"],
    needsConsent: true,
    terms: "Sleeps.",
    scaling: { ...onDemand, maxWarm: 0 },
  })
  const withFree = books.map((book) =>
    book.platform === "alpha" ? { ...book, offers: [...book.offers, free] } : book,
  )

  test("is not chosen by itself, and is advice with its terms", async () => {
    const { report } = await cost({}, { books: withFree })
    expect(report.current?.placements[0]).toMatchObject({ platform: "alpha", offer: "small" })
    const advice = report.advice.savings.find(({ text }) => text.includes("offer="))
    expect(advice).toMatchObject({
      text: "gateway.offer=alpha:free,gateway.min=0",
      title: 'Run "gateway" on "free" of ALPHA. Sleeps.',
    })
    expect(middle(advice?.saves)).toBeCloseTo(4e-6 * 2_628_000)
    const { report: named } = await cost({ whatIf: advice?.text }, { books: withFree })
    expect(named.whatIf?.saves).toEqual(advice?.saves)
  })

  test("is chosen where the manifest fixes it, and nothing else is", async () => {
    const fixed = withChoice(withFree)
    const chosen = manifest
      .replace("scale: { min: 1 }", "scale: { min: 0 }")
      .replace("workload: { requests", "platforms: { alpha: { size: free } }\nworkload: { requests")
    const { report } = await cost({}, { books: fixed, manifest: chosen, context: anyOptions() })
    expect(report.current?.placements[0]).toMatchObject({ platform: "alpha", offer: "free" })
    expect(report.parts[0]?.rejected).toContainEqual({
      platform: "alpha",
      offer: "small",
      reason: '"platforms.alpha.size" is "free".',
    })
  })

  test("a service's own options come before those of the platform", async () => {
    const own = manifest
      .replace("scale: { min: 1 }", "scale: { min: 1 }\n    platforms: { alpha: { size: large } }")
      .replace(
        "workload: { requests",
        "platforms: { alpha: { size: small } }\nworkload: { requests",
      )
    const { report } = await cost(
      {},
      { books: withChoice(books), manifest: own, context: anyOptions() },
    )
    expect(report.current?.placements[0]).toMatchObject({ offer: "large" })
    // Twice the price of the small one.
    const line = report.current?.platforms
      .flatMap(({ lines }) => lines)
      .find(({ meter }) => meter === "large")
    expect(middle(line?.amount)).toBeCloseTo(8e-6 * 2_628_000)
  })

  test("a fixed offer that is too small has no price, and says what it lacks", async () => {
    const tooSmall = manifest
      .replace("memory: 512MB", "memory: 3GiB")
      .replace(
        "workload: { requests",
        "platforms: { alpha: { size: small } }\nworkload: { requests",
      )
    const { report } = await cost(
      {},
      { books: withChoice(books), manifest: tooSmall, context: anyOptions() },
    )
    expect(report.unpriced).toMatchObject([{ item: "gateway" }])
    expect(report.parts[0]?.rejected).toContainEqual({
      platform: "alpha",
      offer: "small",
      reason: "It has 1 GiB of memory, and 3 GiB are asked for.",
    })
  })
})

test("prices of lines that come to nothing do not make an option look older or less sure", async () => {
  const doubtful = testPrice("storage", 9, { asOf: undefined, confidence: "unverified" })
  const withZero = books.map((book) => ({
    ...book,
    prices: [...book.prices, doubtful],
    bill: (usage: Parameters<PriceBook["bill"]>[0]) => {
      const bill = book.bill(usage)
      const zero = usageLines([{ item: "gateway", quantity: 5 }], {
        meter: "Storage",
        price: doubtful,
        included: 5,
      })
      return { ...bill, lines: [...bill.lines, ...zero] }
    },
  }))
  const { report } = await cost({}, { books: withZero })
  for (const option of report.parts.flatMap(({ options }) => options))
    expect(option).toMatchObject({ oldestPrice: "2026-11-01", leastConfidence: "high" })
})

/** A vendor of models at one price for all tokens, US dollars a million. */
function tokenBook(platform: string, models: Readonly<Record<string, number>>): PriceBook {
  const offers = Object.keys(models).map((id) =>
    testOffer(id, {
      serves: ["inference"],
      model: id,
      scaling: { type: "per-request", roundUpSeconds: 0, coldStartSeconds: 0 },
    }),
  )
  return {
    ...testPriceBook({ platform, seconds: {}, offers }),
    bill: ({ items }) => ({
      lines: items.flatMap(({ item, offer, tokens: used }) =>
        usageLines([{ item, quantity: (used.input + used.output) / 1e6 }], {
          meter: "Tokens",
          price: testPrice(offer, models[offer] ?? 0),
        }),
      ),
      unpriced: [],
      refusals: [],
    }),
  }
}

/** Alpha takes options, whatever they are. */
function anyOptions(): Partial<Context> {
  const alpha = defineProvider({
    ...testPlatform("alpha"),
    docs: "https://alpha.example",
    options: z.looseObject({}),
  })
  return { platforms: fakeRegistry([alpha, testProvider("beta")]) }
}

function amountOf(stack: CostReport["current"], platform: string): number {
  return middle(stack?.platforms.find((bill) => bill.platform === platform)?.total)
}

function middle(amount: Usd | null | undefined): number {
  return amount === null || amount === undefined ? Number.NaN : middleOf(amount)
}

/** Alpha's option `size` fixes the offer. */
function withChoice(of: readonly PriceBook[]): readonly PriceBook[] {
  return of.map((book) => ({
    ...book,
    choiceOf: (options) => {
      const size = Object.entries(options ?? {}).find(([key]) => key === "size")?.[1]
      return size === undefined
        ? undefined
        : { leaves: ({ id }) => id === size, because: `"platforms.alpha.size" is "${size}".` }
    },
  }))
}
