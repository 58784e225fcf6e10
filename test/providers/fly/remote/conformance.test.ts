import { beforeAll, describe, expect, test } from "vitest"
import { parse } from "yaml"
import { observed } from "../../../support/simulated-platform.ts"
import { everyManifest } from "../../../support/stack-manifests.ts"
import { everything } from "../everything.ts"
import { withoutSpecs } from "../schemas.ts"
import { deploy, projectOn, simulateFor } from "./deploy-fly.ts"
import { describedElsewhere, describedNewer, publishedApi } from "./published-api.ts"

const manifests = [
  ...everyManifest().filter(({ text }) => /\bfly\b/.test(text)),
  { name: "everything", text: everything },
].map((manifest) => ({
  ...manifest,
  options: parse(manifest.text, { merge: true }).platforms?.fly as unknown,
}))

if (!withoutSpecs)
  for (const [what, where] of Object.entries({ ...describedElsewhere, ...describedNewer }))
    console.log(`Not of Fly's OpenAPI document: ${what}, see ${where}`)

describe.skipIf(withoutSpecs)("Fly's OpenAPI document, and the types of fly-go", () => {
  let api: ReturnType<typeof publishedApi>
  beforeAll(() => {
    api = publishedApi()
  })

  test.each(manifests)("fit every request and answer of $name", async ({ options, text }) => {
    const on = projectOn(text)
    const apps = { ...on, resources: on.resources.filter(({ kind }) => kind === "app") }
    const platform = await simulateFor(on, { options })
    await deploy(platform, apps)
    await deploy(platform, apps, { version: "2" })
    for (const resource of (await observed(platform)).toReversed()) {
      const lines = { lines: 10, follow: false }
      for await (const _ of platform.remote.logs(resource, lines, platform.scope()));
      await platform.remote.remove(resource, platform.scope())
    }
    const problems = platform.exchanges.flatMap((exchange) => api.problems(exchange))
    expect([...new Set(problems)]).toEqual([])
  })

  test("are what the check reads", () => {
    const request = {
      operation: "fly.createMachine",
      method: "POST",
      url: "https://api.machines.dev/v1/apps/shop/machines?color=red",
      headers: {},
      body: JSON.stringify({ region: 7, colour: "red" }),
      effect: "change",
      idempotent: false,
      timeoutMs: 1000,
    } as const
    const outcome = {
      status: "answered",
      statusCode: 418,
      headers: {},
      body: '{"wrong":1}',
    } as const
    expect(api.problems({ request, outcome })).toEqual([
      "fly.createMachine: unknown parameter color",
      "fly.createMachine: body  must NOT have additional properties",
      "fly.createMachine: body /region must be string",
      "fly.createMachine: refusal  must NOT have additional properties",
    ])
  })

  test("do not describe what stands in the list of other calls", () => {
    const request = {
      operation: "fly.other",
      method: "GET",
      url: "https://api.machines.dev/v1/apps/shop/secrets",
      headers: {},
      effect: "read",
      idempotent: true,
      timeoutMs: 1000,
    } as const
    const outcome = { status: "answered", statusCode: 200, headers: {}, body: "{}" } as const
    expect(api.problems({ request, outcome })).toEqual(["GET /apps/shop/secrets is not described"])
  })
})
