import { expect, test } from "vitest"
import { checkLive } from "../../../src/workflows/check/check-live.ts"
import { logs, status } from "../../../src/workflows/status.ts"
import type { Context } from "../../../src/workflows/context.ts"
import { canaries, errorOf, input, manifest, type Scene, scene } from "./scene.ts"

const { signal } = new AbortController()

test("status tells what stands, not what the manifest says", async () => {
  const shop = scene()
  expect(await status(input, shop.context)).toEqual({
    environment: "production",
    resources: [],
    release: undefined,
    drift: [],
  })
  const { release } = await shop.deploy()
  const found = await status(input, shop.context)
  expect(found.release).toBe(release)
  expect(found.resources.map(({ owner, state }) => [owner, state])).toEqual([
    ["cache", "running"],
    ["model", "running"],
    ["gateway", "running"],
  ])
})

test("logs are those of one service; an unknown one is told with what stands", async () => {
  const shop = scene()
  await shop.deploy()
  const lines: string[] = []
  const asked = logs({ ...input, service: "model", lines: 1, follow: false, signal }, shop.context)
  for await (const line of asked) lines.push(line)
  expect(lines).toEqual(["model is up"])
  const unknown = logs({ ...input, service: "x", lines: 1, follow: false, signal }, shop.context)
  const error = await errorOf(unknown.next())
  expect([error.code, error.hint]).toEqual([
    "deploy/not-standing",
    "These do: cache, model, gateway.",
  ])
})

const checks = `checks:
  - { name: answers, service: gateway, request: GET /, as: api-key, expect: { status: 200 } }
  - { name: within, service: model, request: GET /, as: internal, expect: { status: 200 } }
`

/** Every name has an address. */
function withNames({ context }: Scene): Context {
  return { ...context, network }
}

const network: Context["network"] = {
  freePort: async () => 0,
  isFree: async () => false,
  resolve: async () => ({ aliases: [], addresses: ["192.0.2.1"], failure: undefined }),
}

const isHealth = (url: string) => url.endsWith("/health")

test("checks ask what stands, as who they say", async () => {
  const shop = scene({ "/project/aidep.yaml": manifest + checks })
  shop.answers.set("model", ({ url }) => (isHealth(url) ? undefined : { statusCode: 401 }))
  await shop.deploy()
  shop.answers.set("gateway", ({ headers }) => ({
    statusCode: headers["x-api-key"] === canaries.API_KEYS ? 200 : 401,
  }))
  shop.answers.set("model", ({ headers }) => ({
    statusCode:
      headers["authorization"] === `Bearer ${shop.standing("model").given["AIDEP_TOKEN"]}`
        ? 200
        : 401,
  }))
  const { results } = await checkLive({ ...input, signal }, withNames(shop))
  expect(results.map(({ name, passed, messages }) => [name, passed, messages])).toEqual([
    ["answers", true, []],
    ["within", true, []],
  ])
  shop.answers.set("gateway", () => ({ statusCode: 500, body: canaries.API_KEYS }))
  const failed = await checkLive({ ...input, signal }, withNames(shop))
  expect(failed.results.map(({ passed }) => passed)).toEqual([false, true])
  expect(JSON.stringify(failed)).not.toContain(canaries.API_KEYS)
})

test("a service that takes a derived token and answers without it is not live", async () => {
  const shop = scene({ "/project/aidep.yaml": manifest + checks })
  const error = await errorOf(shop.deploy())
  expect(error.code).toBe("deploy/not-live")
  expect(error.message).toContain(`"model" answers "GET /" without a key with 200`)
})

test("checks have nothing to ask where nothing stands, unless an address is given", async () => {
  const shop = scene({ "/project/aidep.yaml": manifest + checks })
  expect((await errorOf(checkLive({ ...input, signal }, withNames(shop)))).code).toBe(
    "deploy/not-standing",
  )
  const url = "gateway=http://elsewhere.test"
  const { results } = await checkLive({ ...input, url, signal }, withNames(shop))
  expect(results.map(({ passed }) => passed)).toEqual([false, false])
})
