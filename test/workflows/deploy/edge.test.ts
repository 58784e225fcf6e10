import { describe, expect, test } from "vitest"
import { plan } from "../../../src/workflows/plan/plan.ts"
import { errorOf, input, manifest, type Scene, scene } from "./scene.ts"

const domain = "api.example.com"
const behindEdge = `${manifest}
edge: { domain: ${domain}, service: gateway, target: beta, cache: [{ path: /docs/*, ttl: 300s, public: true }] }
`

function shopBehindEdge(text = behindEdge): Scene {
  return scene({ "/project/aidep.yaml": text })
}

const ofEdge = ({ world }: Scene) =>
  world.calls.filter((call) => !/ (?:cache|model|gateway)$/.test(call))

describe("an edge", () => {
  test("is made in the order in which strict TLS never meets an origin without a certificate", async () => {
    const shop = shopBehindEdge()
    await shop.deploy()
    expect(ofEdge(shop)).toEqual([
      "create origin-domain",
      "create verification",
      "create certificate",
      "create record",
    ])
    const records = [...shop.world.standing.values()].filter(({ provider }) => provider === "beta")
    expect(records.map(({ observed }) => observed)).toEqual([
      { records: [{ type: "TXT", name: `verify.${domain}`, content: "ours" }] },
      { content: "origin.test" },
    ])
  })

  test("shows what is not known yet, and nothing to do once it stands", async () => {
    const shop = shopBehindEdge()
    const first = await plan(input, shop.context)
    const record = first.plan.changes.find(({ kind }) => kind === "record")
    expect(record?.fields).toMatchObject([{ path: "content", after: { type: "unknown" } }])
    await shop.deploy()
    expect((await plan(input, shop.context)).pending).toBe(false)
  })

  test("follows its service to another platform", async () => {
    const shop = shopBehindEdge()
    await shop.deploy()
    shop.world.calls.length = 0
    await shop.write("aidep.yaml", behindEdge.replaceAll("targets: [alpha]", "targets: [beta]"))
    await shop.deploy()
    expect(ofEdge(shop)).toEqual([
      "create origin-domain",
      "create certificate",
      "remove certificate",
      "remove origin-domain",
    ])
  })

  test("that does not let the new deployment through is not live", async () => {
    const shop = shopBehindEdge()
    shop.answers.set(domain, () => ({ failure: "tls" }))
    const error = await errorOf(shop.deploy())
    expect(error.message).toContain(`"gateway at ${domain}" was never reached`)
    expect(error.exit).not.toBe(0)
  })

  test("that answers with an older deployment is not live", async () => {
    const shop = shopBehindEdge()
    shop.answers.set(domain, () => ({ headers: { "x-aidep-deployment": "d-old" } }))
    const error = await errorOf(shop.deploy())
    expect(error.code).toBe("deploy/not-live")
    expect(error.message).toContain(`"gateway at ${domain}" still answers as deployment "d-old"`)
  })

  test("tells of paths that do not come from its cache, and that the origin answers too", async () => {
    const shop = shopBehindEdge()
    shop.answers.set(domain, ({ url }) =>
      url.endsWith("/docs/") ? { headers: { "x-cache": "BYPASS" } } : undefined,
    )
    const { diagnostics } = await shop.deploy()
    expect(diagnostics.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["gates/open-origin", "gates/not-cached"]),
    )
    shop.answers.set(domain, ({ url }) =>
      url.endsWith("/docs/") ? { headers: { "x-cache": "MISS" } } : undefined,
    )
    const again = await shop.deploy()
    expect(again.diagnostics.map(({ code }) => code)).not.toContain("gates/not-cached")
  })

  test("stays as it is when a service alone is deployed", async () => {
    const shop = shopBehindEdge()
    await shop.deploy()
    shop.world.calls.length = 0
    await shop.write("gateway/package.json", '{ "scripts": { "start": "node new.js" } }')
    await shop.deploy({ only: ["gateway"] })
    expect(shop.world.calls).toEqual(["update gateway"])
  })
})
