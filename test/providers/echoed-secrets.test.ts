import { describe, expect, test } from "vitest"
import railway from "../../providers/railway/provider.ts"
import render from "../../providers/render/provider.ts"
import type { HttpRequest } from "../../src/ports/http.ts"
import { simulatePlatform } from "../support/simulated-platform.ts"
import { deploy, projectOn } from "../support/simulated-project.ts"

const manifest = (target: string) => `
version: 1
name: shop
services:
  api: { kind: web, source: ., targets: [${target}], port: 3000, secrets: [API_KEYS], env: { CACHE_URL: "\${resources.cache.url}" } }
resources: { cache: { kind: redis, targets: [${target}] } }
`

/** A platform that refuses a change repeats what it was sent, from shortly before the secret. */
function echo({ body = "" }: HttpRequest) {
  const start = Math.max(0, body.indexOf("secret-value-of") - 20)
  const message = `bad request: ${body.slice(start, start + 200)}`
  const said = JSON.stringify({ message, errors: [{ message }] })
  return { status: "answered", statusCode: 400, headers: {}, body: said } as const
}

describe.each([render, railway])("what $title repeats", (provider) => {
  const on = projectOn(provider, manifest(provider.id))

  test("shows no secret, whichever change it refuses", async () => {
    const place = { project: "shop", environment: "production" }
    const untroubled = await simulatePlatform(provider, place)
    await deploy(untroubled, on)
    await deploy(untroubled, on, { version: "2" })
    const changes = untroubled.exchanges.filter(({ request }) => request.effect === "change")
    const operations = [...new Set(changes.map(({ request }) => request.operation))]
    expect(operations.length).toBeGreaterThan(3)
    for (const operation of operations) {
      const platform = await simulatePlatform(provider, place)
      const refuse = async (version: string) => {
        platform.interfere = (request, pass) =>
          request.operation === operation ? echo(request) : pass()
        const outcomes = await deploy(platform, on, { version })
        platform.interfere = (_, pass) => pass()
        return [...outcomes.values()]
      }
      const first = await refuse("1")
      await deploy(platform, on)
      const second = await refuse("2")
      expect([...first, ...second].map(({ status }) => status)).toContain("failed")
      const said = JSON.stringify([first, second, platform.progress])
      expect(said).not.toContain("secret-value-of-API_KEYS")
    }
  })
})
