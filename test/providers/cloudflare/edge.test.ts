import { describe, expect, test } from "vitest"
import { edgeOf, everything, manifest, named, partOf } from "./edge-manifest.ts"
import { render, told } from "./manifests.ts"

/** The zone that is found for a domain, and what is said about it. */
const zone = (domain: string, options: string) => {
  const rendered = render(manifest({ domain, options }))
  return { name: edgeOf(rendered).zone.name, told: told(rendered) }
}

const originDomain = "production/(edge)/origin-domain/api.example.com"

describe("the order", () => {
  test("is verification, protection, and the proxied record last", () => {
    const { resources } = edgeOf(render(manifest({ edge: everything })))
    expect(resources.map(partOf)).toEqual([
      "verification/api.example.com",
      "ruleset/tls",
      "ruleset/rate-limit",
      "ruleset/cache",
      "record/api.example.com",
    ])
  })

  test.each([{ target: "railway" }, { target: "external" }, { target: "cloudflare" }])(
    "makes nothing before what it depends on or refers to ($target)",
    ({ target }) => {
      const { resources } = edgeOf(render(manifest({ target, edge: everything })))
      const elsewhere = [
        originDomain,
        "production/(edge)/certificate/api.example.com",
        "production/gateway/worker/gateway",
      ]
      for (const [index, { dependsOn, desired }] of resources.entries()) {
        const before = [...elsewhere, ...resources.slice(0, index).map(({ address }) => address)]
        const referred = [...JSON.stringify(desired).matchAll(/"fromResource":"([^"]+)"/g)]
        expect(before).toEqual(expect.arrayContaining([...dependsOn]))
        expect(before).toEqual(expect.arrayContaining(referred.map(([, address]) => address)))
      }
    },
  )

  test("turns the proxy on only when the certificate and the rules are there", () => {
    const rendered = render(manifest())
    expect(named(rendered, "verification/api.example.com")).toMatchObject({
      dependsOn: [originDomain],
      desired: { records: { fromResource: originDomain, output: "verification" } },
    })
    const record = named(rendered, "record/api.example.com")
    expect(record.desired).toMatchObject({
      type: "CNAME",
      name: "api.example.com",
      content: { fromResource: originDomain, output: "target" },
      proxied: true,
    })
    expect(record.dependsOn).toEqual([
      originDomain,
      "production/(edge)/certificate/api.example.com",
      "production/(edge)/ruleset/tls",
    ])
  })

  test("is written into a file that says what it is", () => {
    const text = render(manifest({ edge: everything })).files.get("cloudflare.edge.yaml") ?? ""
    expect(text).toContain("# The edge. Nothing reads this file")
    expect(text).toContain(`      content:\n        fromResource: ${originDomain}\n`)
    expect(text).toContain("zone:\n  name: example.com\n  plan: free\n")
  })
})

describe("what a plan shows", () => {
  test("is what the file shows, as resources of the edge", () => {
    const rendered = render(manifest({ edge: everything }))
    const planned = rendered.platforms.get("cloudflare")?.resources ?? []
    const shown = edgeOf(rendered).resources
    expect(planned.map(({ address, desired }) => ({ address, desired }))).toEqual(
      shown.map(({ address, desired }) => ({ address, desired })),
    )
    expect(new Set(planned.map(({ owner, provider }) => `${owner} ${provider}`))).toEqual(
      new Set(["(edge) cloudflare"]),
    )
  })
})

describe("origins", () => {
  test("elsewhere are named by their own host, with a warning", () => {
    const rendered = render(manifest({ target: "external" }))
    expect(edgeOf(rendered).resources.map(partOf)).toEqual([
      "ruleset/tls",
      "record/api.example.com",
    ])
    const { dependsOn, desired } = named(rendered, "record/api.example.com")
    expect(desired).toMatchObject({ origin: "GATEWAY_URL", content: undefined })
    expect(dependsOn).toEqual(["production/(edge)/ruleset/tls"])
    expect(told(rendered)).toEqual(["warning cloudflare/external-origin"])
  })

  test("that are Workers get a custom domain, and no cache rules", () => {
    const rendered = render(manifest({ target: "cloudflare", edge: everything }))
    expect(edgeOf(rendered).resources.map(partOf)).toEqual([
      "ruleset/rate-limit",
      "worker-domain/api.example.com",
    ])
    const { dependsOn, desired } = named(rendered, "worker-domain/api.example.com")
    expect(desired).toEqual({
      zone: "example.com",
      hostname: "api.example.com",
      service: "shop-production-gateway",
    })
    const workers = (rendered.platforms.get("cloudflare")?.resources ?? []).filter(
      ({ kind }) => kind === "worker",
    )
    expect(dependsOn).toEqual(expect.arrayContaining(workers.map(({ address }) => address)))
    expect(workers).toHaveLength(1)
    expect(told(rendered)).toContain("warning cloudflare/cache-by-header")
  })

  test("that are static sites are told about their own cache", () => {
    const rendered = render(manifest({ target: "cloudflare", kind: "static", edge: everything }))
    const [warning] = rendered.diagnostics.filter(
      ({ code }) => code === "cloudflare/cache-by-header",
    )
    expect(warning?.hint).toContain("_headers")
  })
})

describe("the zone", () => {
  test("holds the domain, or it is an error", () => {
    expect(zone("api.example.com", "zone: example.org").told).toEqual([
      "error cloudflare/zone-mismatch",
    ])
    expect(zone("badexample.com", "zone: example.com").told).toEqual([
      "error cloudflare/zone-mismatch",
    ])
    expect(zone("example.com", "zone: example.com").told).toEqual([])
  })

  test("is guessed without a word where the guess is safe, else with a warning", () => {
    expect(zone("api.example.com", "")).toEqual({ name: "example.com", told: [] })
    expect(zone("api.acme.io", "")).toEqual({ name: "acme.io", told: [] })
    expect(zone("api.example.co.uk", "")).toEqual({
      name: "co.uk",
      told: ["warning cloudflare/zone-guessed", "warning cloudflare/deep-domain"],
    })
  })

  test("has a certificate for one label below it", () => {
    expect(zone("api.eu.example.com", "zone: example.com").told).toEqual([
      "warning cloudflare/deep-domain",
    ])
  })
})
