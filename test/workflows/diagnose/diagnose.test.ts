import { expect, test } from "vitest"
import { AidepError, problem } from "../../../src/errors/aidep-error.ts"
import { stale } from "../../../src/errors/catalogue/artifact.ts"
import type { Provider } from "../../../src/provider/provider.ts"
import type { Context } from "../../../src/workflows/context.ts"
import { diagnose } from "../../../src/workflows/diagnose/diagnose.ts"
import { fakeRegistry } from "../../support/fake-context.ts"
import { canaries, errorOf, input, type Scene, scene } from "../deploy/scene.ts"

const diagnosed = (context: Context, service?: string) =>
  diagnose(
    {
      ...input,
      signal: new AbortController().signal,
      ...(service === undefined ? {} : { service }),
    },
    context,
  )

/** The same world, whose platform answers in another way when it is asked for a log. */
async function withLogs({ context }: Scene, log: () => AsyncIterable<string>): Promise<Context> {
  const loaded = await context.platforms.load(context.platforms.ids)
  const providers = [...loaded.values()].map((provider): Provider => {
    const { remote } = provider
    if (remote === undefined) return provider
    return { ...provider, remote: async () => ({ ...(await remote()), logs: log }) }
  })
  return { ...context, platforms: fakeRegistry(providers) }
}

test("a release that is live has no symptoms, and what was looked at is said", async () => {
  const shop = scene()
  await shop.deploy()
  const { environment, services } = await diagnosed(shop.context)
  expect(environment).toBe("production")
  expect(services.map(({ service, symptoms }) => [service, symptoms])).toEqual([
    ["gateway", []],
    ["model", []],
  ])
  expect(services[0]?.looked).toContain("6 probes of its health path")
})

test("changes nothing", async () => {
  const shop = scene()
  await shop.deploy()
  const before = [shop.world.calls.length, shop.files.paths()]
  await diagnosed(shop.context)
  expect([shop.world.calls.length, shop.files.paths()]).toEqual(before)
})

test("secrets that a service writes or answers are not shown", async () => {
  const shop = scene()
  await shop.deploy()
  shop.answers.set("gateway", () => ({ statusCode: 500, body: canaries.API_KEYS }))
  const context = await withLogs(shop, async function* () {
    yield `Error: CUDA out of memory for ${canaries.HF_TOKEN} and ${canaries.API_KEYS}`
  })
  const { services } = await diagnosed(context, "gateway")
  expect(services[0]?.symptoms.map(({ id }) => id)).toEqual(["failed-deployment", "out-of-memory"])
  for (const value of Object.values(canaries)) expect(JSON.stringify(services)).not.toContain(value)
})

test("a log that the platform does not give is said, and the rest is looked at", async () => {
  const shop = scene()
  await shop.deploy()
  shop.answers.set("gateway", () => ({ statusCode: 429 }))
  const refusal = new AidepError(problem(stale, { files: ["log"] }))
  const context = await withLogs(shop, async function* () {
    yield "the first line"
    throw refusal
  })
  const { services } = await diagnosed(context, "gateway")
  expect(services[0]?.looked).toContain(`1 line of its log (${refusal.message})`)
  expect(services[0]?.symptoms.map(({ id }) => id)).toEqual(["rate-limited"])
})

test("what was never deployed is told so, and an unknown name is an error", async () => {
  const shop = scene()
  const { services } = await diagnosed(shop.context, "model")
  expect(services[0]?.symptoms.map(({ id }) => id)).toEqual(["failed-deployment"])
  expect((await errorOf(diagnosed(shop.context, "modle"))).hint).toContain('"model"')
})
