import { describe, expect, test } from "vitest"
import { type CostReport, costReportSchema } from "../../../src/core/cost/report/cost-report.ts"
import { middleOf } from "../../../src/core/cost/usd.ts"
import { unsupported } from "../../../src/core/project/support.ts"
import { fakeRegistry, testProvider } from "../../support/fake-context.ts"
import { allNative } from "../../support/test-platform.ts"
import { testOffer, testPriceBook } from "../../support/test-price-book.ts"
import { books, cost, manifest } from "./scene.ts"

describe("a report", () => {
  test("says what the stack costs where the manifest puts it", async () => {
    const { report, diagnostics } = await cost()
    expect(diagnostics).toEqual([])
    expect(costReportSchema.parse(report)).toEqual(report)
    expect(report.current?.placements).toMatchObject([
      { item: "gateway", platform: "alpha", offer: "small", gpu: null },
      { item: "model", platform: "beta", offer: "t4", gpu: "T4" },
    ])
    // A machine all month, 100,000 answers of 4 KB, and the fee.
    const alpha = report.current?.platforms.find(({ platform }) => platform === "alpha")
    expect(alpha?.total.low).toBeCloseTo(4e-6 * 2_628_000 + 0.4 * 0.05 + 5, 2)
    // Half of the day, longer by the idle window and a start each day, less the credit.
    const open = 1_314_000 + 30.4 * 70
    const beta = report.current?.platforms.find(({ platform }) => platform === "beta")
    expect(beta?.total.low).toBeGreaterThan(open * 1.64e-4 * 0.97 - 30)
    expect(beta?.total.low).toBeLessThan(open * 1.64e-4 * 1.01 - 30)
    expect(report.counts).toEqual({ priced: 2, free: 0, notPriced: 0 })
  })

  test("lists every place of every part, with the reason where it does not fit", async () => {
    const { report } = await cost()
    const model = part(report, "model")
    expect(model.options.map(({ offer }) => offer)).toEqual(["spot", "t4"])
    expect(model.options[1]).toMatchObject({ startsAMonth: expect.any(Number), deployable: true })
    expect(model.options[1]?.idleShare).toBeGreaterThan(0.8)
    expect(model.rejected).toContainEqual({
      platform: "alpha",
      offer: "large",
      reason: "It has no GPU, and T4 is asked for.",
    })
    expect(part(report, "gateway").rejected).toContainEqual({
      platform: "alpha",
      offer: "large",
      reason: '"small" carries it for no more.',
    })
  })

  test("keeps to the listed targets, or with --all takes every one that is able", async () => {
    const listed = (await cost()).report
    const all = (await cost({ all: true })).report
    expect(part(listed, "model").options.some(({ platform }) => platform === "gamma")).toBe(false)
    expect(all.stacks[0]?.placements).toMatchObject([{}, { platform: "gamma", deployable: false }])
    expect(total(all.stacks[0])).toBeLessThan(total(listed.stacks[0]))
  })

  test("asks the platforms that aidep deploys to what they say to each part", async () => {
    const kinds = { ...allNative.kinds, inference: unsupported("it has no GPU.") }
    const platforms = fakeRegistry([
      testProvider("alpha", { support: { ...allNative, kinds } }),
      testProvider("beta"),
    ])
    const { report } = await cost(
      { all: true },
      { manifest: manifest.replace("[beta, alpha]", "[beta]"), context: { platforms } },
    )
    expect(part(report, "model").rejected).toContainEqual({
      platform: "alpha",
      offer: null,
      reason: expect.stringMatching(/"kind: inference" cannot be used on Alpha: it has no GPU/),
    })
  })

  test("counts traffic between platforms once, and none within one", async () => {
    const { report } = await cost({ workload: { responseSize: "1MB" } })
    const split = report.current?.platforms.flatMap(({ lines }) => lines)
    expect(egress(split, "gateway")).toBeCloseTo(100)
    expect(egress(split, "model")).toBeCloseTo(80)
    const together = report.stacks.find((stack) => stack.platforms.length === 1)
    expect(egress(together?.platforms[0]?.lines, "model")).toBe(0)
  })

  test("marks old prices, and says so when the sum rests on them", async () => {
    const { report, diagnostics } = await cost(
      { all: true },
      { manifest: manifest.replace("[beta, alpha]", "[beta]") },
    )
    expect(
      report.prices.find(({ platform, id }) => platform === "gamma" && id === "t4"),
    ).toMatchObject({
      state: "stale",
      ageDays: 265,
      confidence: "low",
    })
    expect(part(report, "model").options[0]).toMatchObject({ leastConfidence: "low" })
    expect(diagnostics).toEqual([])
    const stale = books.map((book) => ({
      ...book,
      prices: book.prices.map((price) => ({ ...price, asOf: "2026-01-01" })),
    }))
    const old = await cost({}, { books: stale })
    expect(old.diagnostics.map(({ code }) => code)).toEqual(["cost/old-prices"])
  })

  test("carries ranges of prices through to the sum", async () => {
    const { report } = await cost(
      {},
      {
        books: books.map((book) => ({
          ...book,
          bill: (usage) => {
            const bill = book.bill(usage)
            const lines = bill.lines.map((line) =>
              line.type === "fee"
                ? { ...line, amount: { low: line.amount.low, high: line.amount.high + 7 } }
                : line,
            )
            return { ...bill, lines }
          },
        })),
      },
    )
    const { low = 0, high = 0 } = report.current?.total ?? {}
    expect(high - low).toBeCloseTo(14)
  })
})

describe("promises", () => {
  test("a budget that fails is an error with exit code, one that warns a warning", async () => {
    const fails = await cost({}, { manifest: withBudget("monthly: $20, onExceed: fail") })
    expect(fails.diagnostics).toMatchObject([{ code: "cost/over-budget", severity: "error" }])
    const warns = await cost({}, { manifest: withBudget("monthly: $20") })
    expect(warns.diagnostics).toMatchObject([{ code: "cost/above-budget", severity: "warning" }])
    const keeps = await cost({}, { manifest: withBudget("monthly: $2000, onExceed: fail") })
    expect(keeps).toMatchObject({ diagnostics: [], report: { budget: { verdict: "within" } } })
  })

  test("the best keeps budget and goals; where none does, it says what would", async () => {
    const { report: poor } = await cost({}, { manifest: withBudget("monthly: $20") })
    expect(poor.best).toBeNull()
    expect(poor.wouldFit).toEqual([
      expect.stringMatching(
        /^The cheapest that keeps the goals costs \$\d+: raise "budget.monthly"/,
      ),
    ])
    const { report: rich } = await cost({}, { manifest: withBudget("monthly: $500") })
    expect(rich.best?.total).toEqual(rich.stacks[0]?.total)
    const { report: slow } = await cost({}, { manifest: `${manifest}slo: { p99: 500ms }\n` })
    expect(slow.best).toBeNull()
    expect(slow.wouldFit).toEqual([
      expect.stringMatching(/^The fastest that carries "model", .* needs 1.5 s/),
    ])
  })
})

describe("honesty", () => {
  test("what runs elsewhere, and what nothing carries, is listed and not in the sum", async () => {
    const { report, diagnostics } = await cost(
      {},
      {
        manifest: manifest
          .replace("gpu: [T4]", "gpu: [B200]")
          .replace(
            "workload: { requests",
            "resources: { cache: { kind: redis, targets: [external] } }\nworkload: { requests",
          )
          .replace("MODEL_URL:", 'CACHE: "${resources.cache.url}", MODEL_URL:'),
      },
    )
    expect(report.unpriced).toMatchObject([
      { item: "model", why: expect.stringContaining("Nothing with a price") },
      { item: "cache", why: "It runs elsewhere." },
    ])
    expect(report.counts).toEqual({ priced: 1, free: 0, notPriced: 2 })
    expect(diagnostics.map(({ code }) => code)).toEqual(["cost/not-priced"])
  })

  test("a platform without a price book is named", async () => {
    const { report } = await cost({}, { books: books.slice(0, 1) })
    expect(part(report, "gateway").rejected).toContainEqual({
      platform: "beta",
      offer: null,
      reason: expect.stringContaining("no price book"),
    })
  })

  test("hardware that may be taken away is compared, and not chosen", async () => {
    const { report } = await cost()
    expect(part(report, "model").options[0]).toMatchObject({ offer: "spot", interruptible: true })
    const offers = report.stacks.flatMap(({ placements }) => placements.map(({ offer }) => offer))
    expect(offers).not.toContain("spot")
  })
})

describe("hosted models", () => {
  const vendor = testPriceBook({
    platform: "vendor",
    seconds: {},
    offers: [
      testOffer("small-model", {
        serves: ["inference"],
        model: "small-1",
        cpu: { min: 0, max: 0 },
        memoryGiB: { min: 0, max: 0 },
        scaling: { type: "per-request", roundUpSeconds: 0, coldStartSeconds: 0 },
      }),
    ],
  })

  test("are compared where tokens are known, by flag or manifest, and not chosen by themselves", async () => {
    const scene = { tokenBooks: [vendor] }
    const stated = manifest.replace(
      "workload: { requests",
      "workload: { tokens: { input: 2000, output: 500 }, requests",
    )
    const reports = [
      (await cost({ all: true, workload: { tokens: "2000:500" } }, scene)).report,
      (await cost({ all: true }, { ...scene, manifest: stated })).report,
    ]
    for (const report of reports) {
      expect(part(report, "model").options.map(({ offer }) => offer)).toContain("small-model")
      expect(report.stacks.flatMap(({ platforms }) => platforms)).not.toContainEqual(
        expect.objectContaining({ platform: "vendor" }),
      )
    }
    const { report } = await cost({ all: true }, scene)
    expect(part(report, "model").options.map(({ offer }) => offer)).not.toContain("small-model")
  })
})

describe("changes", () => {
  test("are priced beside the manifest", async () => {
    const { report } = await cost({ whatIf: "idle=10s" })
    const { whatIf, current } = report
    expect(whatIf?.saves?.low).toBeCloseTo(total(current) - (whatIf?.total?.low ?? 0))
    expect(whatIf?.saves?.low).toBeGreaterThan(10)
    expect(whatIf?.coldShare?.after).toBeGreaterThan(whatIf?.coldShare?.before ?? 1)
  })

  test("that may save something are advice, the largest first", async () => {
    const { advice } = (await cost({ workload: { ping: "30s" } })).report
    const savings = advice.savings.map(({ saves }) => saves?.low ?? 0)
    expect(savings).toEqual(savings.toSorted((a, b) => b - a))
    expect(advice.savings.map(({ text }) => text)).toEqual(["spot=yes", "ping=off"])
    const others = advice.without.map(({ text }) => text)
    expect(others).toEqual(
      expect.arrayContaining(["model.gpu=L4", "gateway.target=beta", "cacheHits=50%"]),
    )
  })

  test("a ping within the idle window keeps a GPU all month", async () => {
    const pinned = (await cost({ workload: { ping: "30s" } })).report
    const free = (await cost()).report
    expect(total(pinned.current) - total(free.current)).toBeGreaterThan(150)
  })

  test("that nobody measured have no price", async () => {
    const { report, diagnostics } = await cost({ whatIf: "gpu=H100" })
    expect(report.whatIf).toMatchObject({ total: null, saves: null })
    expect(report.whatIf?.reasons).toContain('"model" on beta: It has T4, and H100 is asked for.')
    expect(diagnostics).toMatchObject([
      { code: "cost/what-if-unpriced", message: expect.stringContaining("H100 is asked for") },
    ])
  })

  test.each([
    ["idel=30s", "cost/unknown-what-if"],
    ["api.idle=30s", "cost/unknown-part"],
  ])("%s is an error", async (whatIf, code) => {
    await expect(cost({ whatIf })).rejects.toMatchObject({ code, exit: 2 })
  })
})

describe("the workload of flags", () => {
  test("lies over the manifest's", async () => {
    const { report } = await cost({
      workload: {
        requests: "5/second",
        cacheHits: "60%",
        activeHours: "25%",
        responseSize: "2KB",
        tokens: "2000:500:1500",
        ping: "5m",
      },
    })
    expect(report.workload).toEqual({
      requests: 13_140_000,
      cacheHits: 0.6,
      responseBytes: 2000,
      activeShare: 0.25,
      tokens: { input: 2000, output: 500, cached: 1500 },
      pingSeconds: 300,
    })
  })

  test("comes from a log, and single flags lie over that", async () => {
    const lines = Array.from({ length: 100 }, (_, index) =>
      JSON.stringify({ time: new Date(index * 60_000).toISOString(), ms: 300, cache: "hit" }),
    )
    const { report } = await cost(
      { workload: { fromLog: "access.jsonl", cacheHits: "10%" } },
      { files: { "/project/access.jsonl": lines.join("\n") } },
    )
    expect(report.workload).toMatchObject({ requests: 43_800, cacheHits: 0.1, activeShare: 1 })
  })

  test.each([
    [{ requests: "0" }, "0"],
    [{ requests: "-5" }, "-5"],
    [{ requests: "1000000000000000000" }, "1000000000000000000"],
    [{ requests: "many" }, "many"],
    [{ cacheHits: "120%" }, "120%"],
    [{ activeHours: "0%" }, "0%"],
    [{ responseSize: "4" }, "4"],
    [{ tokens: "100" }, "100"],
    [{ tokens: "100:5:200" }, "100:5:200"],
    [{ ping: "10ms" }, "10ms"],
  ])("%o cannot be", async (workload, value) => {
    await expect(cost({ workload })).rejects.toMatchObject({
      code: "cost/impossible-workload",
      message: expect.stringContaining(`"${value}"`),
      exit: 2,
    })
  })

  test("of a manifest without requests cannot be either", async () => {
    const none = manifest.replace("100000/month", "0/month")
    await expect(cost({}, { manifest: none })).rejects.toMatchObject({
      code: "cost/impossible-workload",
    })
  })

  test.each([
    ["missing.jsonl", /does not exist/],
    ["empty.jsonl", /0 requests/],
  ])("%s is no log", async (fromLog, message) => {
    const files = { "/project/empty.jsonl": "\n" }
    await expect(cost({ workload: { fromLog } }, { files })).rejects.toMatchObject({
      code: "cost/unreadable-log",
      message: expect.stringMatching(message),
    })
  })
})

describe("the difference", () => {
  test("with a report in a file", async () => {
    const before = (await cost({ workload: { requests: "50000" } })).report
    const file = JSON.stringify({ schema: "aidep/result@1", data: before })
    const { report } = await cost(
      { against: "before.json" },
      { files: { "/project/before.json": file } },
    )
    expect(report.difference).toMatchObject({
      against: "before.json",
      before: before.current?.total,
      after: report.current?.total,
    })
    expect(report.difference?.changes.map(({ name }) => name)).toContain("model")
  })

  test("with the manifest of a commit, priced with the same flags", async () => {
    const asked: (readonly string[])[] = []
    const processes = {
      isRunning: () => false,
      run: async ({ file, args }: { file: string; args: readonly string[] }) => {
        asked.push([file, ...args])
        const stdout = manifest.replace("idle: 60s", "idle: 300s")
        return { status: "ended" as const, exitCode: 0, stdout, stderr: "" }
      },
    }
    const { report } = await cost({ against: "main" }, { context: { processes } })
    expect(asked).toContainEqual(["git", "show", "main:./aidep.yaml"])
    expect(report.difference?.changes.map(({ name }) => name)).toEqual(["model"])
    expect(report.difference?.before?.low).toBeGreaterThan(report.difference?.after?.low ?? 0)
  })

  test("with itself is nothing", async () => {
    const { report } = await cost()
    const files = { "/project/same.json": JSON.stringify(report) }
    expect((await cost({ against: "same.json" }, { files })).report.difference?.changes).toEqual([])
  })

  test.each([
    ["nowhere", /git is not installed/],
    ["broken.json", /holds no JSON/],
    ["other.json", /holds no report/],
  ])("%s cannot be compared with", async (against, message) => {
    const files = { "/project/broken.json": "{", "/project/other.json": "{}" }
    await expect(cost({ against }, { files })).rejects.toMatchObject({
      code: "cost/unreadable-report",
      message: expect.stringMatching(message),
      exit: 2,
    })
  })
})

describe("architectures", () => {
  test("are priced with their own offers, and what is not there is said", async () => {
    const { architectures } = (await cost({ all: true })).report
    expect(architectures).toMatchObject([
      {
        id: "split",
        stack: { placements: [{ offer: "large" }, { platform: "gamma" }] },
        missing: [],
      },
      {
        id: "front",
        stack: { placements: [{ platform: "beta", offer: "cpu" }] },
        missing: [{ item: "model", reason: "The architecture has no place for it." }],
      },
      { id: "nothing", stack: null },
    ])
  })

  test("are left out where not everything is compared", async () => {
    expect((await cost()).report.architectures).toEqual([])
  })
})

describe("an hour that costs too much", () => {
  test("is known by its requests, twice the busiest hour without a limit", async () => {
    const { spike, current } = (await cost({ hourlyLimit: "usual" })).report
    expect(spike?.hourlyLimit).toBeGreaterThan(total(current) / 730)
    // An instance of eight slots and 1.5 s carries 19,200 requests of an hour at the most.
    expect(spike?.requestsAnHour).toBeGreaterThan(5000)
    expect(spike?.requestsAnHour).toBeLessThan(40_000)
  })

  test("comes at more requests with a higher limit, and never where instances are capped", async () => {
    const [low, high] = [await spikeAt("$0.70"), await spikeAt("$1.50")]
    expect(high?.requestsAnHour).toBeGreaterThan(low?.requestsAnHour ?? 0)
    expect(await spikeAt("$100")).toEqual({ hourlyLimit: 100, requestsAnHour: null })
    await expect(spikeAt("$0")).rejects.toMatchObject({ code: "cost/impossible-workload" })
  })
})

test("the cost at other numbers of requests is told, and where instances are too few", async () => {
  const { volumes, current } = (await cost()).report
  expect(volumes.map(({ requests }) => requests)).toEqual([10_000, 100_000, 1_000_000])
  expect(volumes[1]?.total).toEqual(current?.total)
  expect(volumes[0]?.total?.low).toBeLessThan(volumes[1]?.total?.low ?? 0)
  const one = manifest.replace("max: 5", "max: 1").replace("concurrency: 8", "concurrency: 1")
  const capped = (await cost({}, { manifest: one })).report.volumes
  expect(capped[2]).toEqual({ requests: 1_000_000, total: null })
})

describe("curves", () => {
  test("show the cost by requests and by idle window, and where the cheapest changes", async () => {
    const { curves } = (await cost({ all: true, curves: true })).report
    expect(curves?.byRequests.length).toBeGreaterThan(1)
    for (const { points } of curves?.byRequests ?? []) {
      const totals = points.flatMap((point) => (point.total === null ? [] : middleOf(point.total)))
      expect(totals).toEqual(totals.toSorted((a, b) => a - b))
    }
    const waiting = curves?.byIdle
      .filter(({ gpu }) => gpu === "T4")
      .map(({ coldShare }) => coldShare)
    expect(waiting).toEqual(waiting?.toSorted((a, b) => b - a))
    expect(new Set(curves?.byIdle.map(({ gpu }) => gpu))).toEqual(new Set(["T4", "L4"]))
  })

  test("cross where a machine that is always open becomes cheaper than one that closes", async () => {
    const always = testPriceBook({
      platform: "steady",
      seconds: { t4: 1e-4 },
      offers: [testOffer("t4", { gpu: "T4" })],
    })
    const { curves } = (
      await cost({ all: true, curves: true }, { books: [...books.slice(0, 2), always] })
    ).report
    const [crossing] = curves?.crossings ?? []
    expect(crossing).toMatchObject({
      cheaper: expect.stringContaining("model: steady"),
      than: expect.stringContaining("model: beta"),
    })
    // All month, beta is $431 less $30, steady is $263: beta is cheaper only while it sleeps much of the time.
    expect(crossing?.requests).toBeGreaterThan(10_000)
    expect(crossing?.requests).toBeLessThan(10_000_000)
  })

  test("are left out where nobody draws them", async () => {
    expect((await cost()).report.curves).toBeNull()
  })
})

function withBudget(words: string): string {
  return `${manifest}budget: { ${words} }\n`
}

async function spikeAt(hourlyLimit: string): Promise<CostReport["spike"]> {
  return (await cost({ hourlyLimit })).report.spike
}

function part(report: CostReport, name: string): CostReport["parts"][number] {
  const found = report.parts.find(({ item }) => item === name)
  if (found === undefined) throw new Error(`There is no part "${name}".`)
  return found
}

function total(stack: CostReport["current"] | undefined): number {
  return stack ? middleOf(stack.total) : Number.NaN
}

type Lines = NonNullable<CostReport["current"]>["platforms"][number]["lines"]

function egress(lines: Lines | undefined, item: string): number {
  return lines?.find((line) => line.item === item && line.meter === "Egress")?.quantity ?? 0
}
