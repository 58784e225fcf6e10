import { describe, expect, test } from "vitest"
import { gateDestroyLimit } from "../../../../src/workflows/deploy/gates/destroy-limit.ts"
import { plan } from "../../../../src/workflows/plan/plan.ts"
import { fakeRegistry, testProvider } from "../../../support/fake-context.ts"
import { fakePlatform, type FakeWorld, fakeWorld } from "../../../support/fake-platform.ts"
import { testOffer, testPriceBook } from "../../../support/test-price-book.ts"
import { errorOf, input, manifest, scene } from "../scene.ts"

const both = manifest.replaceAll("targets: [alpha]", "targets: [alpha, beta]")

describe("--target", () => {
  test("chooses a place for what does not stand yet", async () => {
    const shop = scene({ "/project/aidep.yaml": both })
    await shop.deploy({ target: "beta" })
    expect(shop.standing("gateway").provider).toBe("beta")
    await shop.deploy()
    expect(shop.standing("gateway").provider).toBe("beta")
  })

  test("does not move what stands elsewhere, and names it", async () => {
    const shop = scene({ "/project/aidep.yaml": both })
    await shop.deploy()
    shop.world.calls.length = 0
    const error = await errorOf(shop.deploy({ target: "beta" }))
    expect([error.exit, error.code]).toEqual([77, "deploy/stands-elsewhere"])
    expect(error.message).toContain('"gateway" on alpha')
    expect(shop.world.calls).toEqual([])
    expect((await errorOf(plan({ ...input, target: "beta" }, shop.context))).code).toBe(
      "deploy/stands-elsewhere",
    )
  })
})

describe("the destroy limit", () => {
  const without = manifest.replace(/ {2}gateway:[^]*? {2}model:/, "  model:")

  test("refuses to take away more than was allowed", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write("aidep.yaml", without)
    const error = await errorOf(shop.deploy({ allowDestroy: 0 }))
    expect([error.exit, error.code]).toEqual([77, "deploy/destroy-limit"])
    expect(error.message).toContain("gateway (process on alpha)")
    expect(error.hint).toContain("--allow-destroy 1")
    expect(shop.standing("gateway").state).toBe("running")
    await shop.deploy({ allowDestroy: 1 })
    expect([...shop.world.standing.values()].map(({ owner }) => owner)).toEqual(["cache", "model"])
  })

  test("says what is lost with its data", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write(
      "aidep.yaml",
      manifest
        .replace(/resources:\n.*\n/, "")
        .replace('    env: { CACHE: "${resources.cache.url}" }\n', ""),
    )
    const { plan: planned } = await plan(input, shop.context)
    const error = await errorOf((async () => gateDestroyLimit(planned, 0))())
    expect(error.message).toContain("cache (store on alpha), with its data")
    gateDestroyLimit(planned, 1)
  })
})

test("all missing credentials are named at once, with where to make them", async () => {
  const world = fakeWorld()
  const locked = (id: string) => ({
    ...fakePlatform(id, world),
    credentials: [
      {
        variable: `${id.toUpperCase()}_TOKEN`,
        purpose: "deploy",
        url: `https://${id}.example/tokens`,
      },
    ],
  })
  const platforms = fakeRegistry([locked("alpha"), locked("beta")])
  const shop = scene({
    "/project/aidep.yaml": manifest.replace(
      "kind: redis, targets: [alpha]",
      "kind: redis, targets: [beta]",
    ),
  })
  for (const work of [
    async () => await shop.deploy({ context: { platforms } }),
    async () => await plan(input, { ...shop.context, platforms }),
  ]) {
    const error = await errorOf(work())
    expect([error.exit, error.code]).toEqual([77, "deploy/missing-credentials"])
    expect(error.message).toContain("ALPHA_TOKEN")
    expect(error.message).toContain("BETA_TOKEN")
    expect(error.hint).toContain("https://beta.example/tokens")
  }
  expect(world.calls).toEqual([])
})

const contextOf = (world: FakeWorld, changes: Parameters<typeof testProvider>[1] = {}) => ({
  platforms: fakeRegistry([
    { ...fakePlatform("alpha", world), ...changes },
    testProvider("gamma", { roles: ["edge"] }),
  ]),
})

const said = (diagnostics: readonly { readonly code: string }[]) =>
  diagnostics.filter(({ code }) => code === "gates/edge-left-out")

describe("an edge", () => {
  const edge = `${manifest}edge: { target: gamma, domain: api.example.com, service: gateway }\n`
  test("that cannot be deployed is named by the plan and by the deploy", async () => {
    const shop = scene({ "/project/aidep.yaml": edge })
    const context = contextOf(shop.world)
    const planned = await plan(input, { ...shop.context, ...context })
    expect(said(planned.diagnostics)).toMatchObject([{ severity: "warning", place: { line: 21 } }])
    const { diagnostics } = await shop.deploy({ context })
    expect(said(diagnostics)).toHaveLength(1)
    expect(shop.progress.find((line) => line.startsWith("edge: "))).toContain(
      'not at "api.example.com"',
    )
  })

  test("needs no word where its service runs on this machine", async () => {
    const shop = scene({ "/project/aidep.yaml": edge })
    const { diagnostics } = await shop.deploy({
      context: contextOf(shop.world, { alwaysAllowed: true }),
    })
    expect(diagnostics).toEqual([])
  })
})

const withBudget = (monthly: string, onExceed: string) =>
  `${manifest}workload: { requests: 100000/month }\nbudget: { monthly: $${monthly}, onExceed: ${onExceed} }\n`

const releases = ({ files }: ReturnType<typeof scene>) =>
  JSON.parse(files.text("/project/.aidep/state/production.json") ?? "").releases

describe("the budget", () => {
  const prices = {
    load: async () => [
      testPriceBook({
        platform: "alpha",
        seconds: { small: 4e-6 },
        offers: [testOffer("small", { serves: ["web", "redis"] })],
      }),
    ],
    loadArchitectures: async () => [],
    loadTokens: async () => [],
  }

  test("that must not be exceeded stops a deploy before its first write", async () => {
    const shop = scene({ "/project/aidep.yaml": withBudget("0.01", "fail") })
    const error = await errorOf(shop.deploy({ context: { prices } }))
    expect([error.exit, error.code]).toEqual([77, "gates/over-budget"])
    expect(shop.world.calls).toEqual([])
  })

  test.each([
    ["is kept", "1000", "fail"],
    ["may be exceeded", "0.01", "warn"],
  ])(
    "that %s lets it go on, and the release records the estimate",
    async (_, monthly, onExceed) => {
      const shop = scene({ "/project/aidep.yaml": withBudget(monthly, onExceed) })
      await shop.deploy({ context: { prices } })
      const [{ estimate }] = releases(shop)
      expect(estimate.low).toBeGreaterThan(0)
      expect(estimate.high).toBeGreaterThanOrEqual(estimate.low)
      const warned = shop.progress.filter((text) => text.startsWith("budget: The month would cost"))
      expect(warned).toHaveLength(onExceed === "warn" ? 1 : 0)
    },
  )

  test("and its price books are not needed where the manifest states neither budget nor workload", async () => {
    const shop = scene()
    const none = { ...prices, load: async () => Promise.reject(new Error("They were loaded.")) }
    await shop.deploy({ context: { prices: none } })
    expect(releases(shop)[0].estimate).toBeUndefined()
  })
})
