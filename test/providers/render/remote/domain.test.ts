import { describe, expect, test } from "vitest"
import {
  observed,
  operations,
  type SimulatedPlatform,
} from "../../../support/simulated-platform.ts"
import { portsWithProber, wired } from "../../_shared/deploy-with-edge.ts"
import { deploy, projectOn, simulateFor } from "./deploy-render.ts"
import { byHand, idOf } from "./shop.ts"

const manifest = (edge: string, more = "") => `
version: 1
name: shop
services:
  api: { kind: web, source: ., targets: [render], port: 3000, health: { path: /health } }
  admin: { kind: web, source: ., targets: [render], port: 3000, health: { path: /health }${more} }
${edge}`
const edge = (service: string, domain = "api.example.com") =>
  `edge: { target: cloudflare, domain: ${domain}, service: ${service} }`
const shop = projectOn(manifest(edge("api")))
const originDomain = "production/(edge)/origin-domain/api.example.com"
const certificate = "production/(edge)/certificate/api.example.com"
const host = "shop-production-api.onrender.com"

async function standing(platform: SimulatedPlatform, address: string) {
  return (await observed(platform)).find((one) => one.address === address)
}

describe("a domain on Render for an edge elsewhere", () => {
  test("is made, verified and has a certificate before the next step", async () => {
    const platform = await simulateFor(shop)
    const outcomes = await deploy(platform, shop)
    const record = { type: "CNAME", name: "api.example.com", content: host }
    expect(outcomes.get(originDomain)).toMatchObject({
      status: "applied",
      outputs: { values: { target: host, verification: [record] } },
    })
    expect(outcomes.get(certificate)).toMatchObject({ status: "applied" })
    const visit = { method: "GET", url: "https://api.example.com/health", headers: {} }
    expect(platform.simulation.visit?.(visit)).toMatchObject({ answer: { statusCode: 200 } })
    expect(await standing(platform, originDomain)).toMatchObject({
      id: idOf(platform, "custom_domain"),
      observed: { service: idOf(platform, "web_service"), domain: "api.example.com" },
    })
  })

  test("is asked for its certificate only until that is there", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    const asked = operations(platform).filter((name) => name === "render.refreshCustomDomain")
    expect(asked.length).toBeGreaterThan(0)
    platform.exchanges.length = 0
    await deploy(platform, shop)
    expect(operations(platform)).not.toContain("render.refreshCustomDomain")
    expect(operations(platform)).not.toContain("render.createCustomDomain")
  })

  test("goes with its twin, and leaves those that somebody added by hand", async () => {
    const on = projectOn(manifest(edge("api", "example.com")))
    const platform = await simulateFor(on)
    await deploy(platform, on)
    const domains = () =>
      platform.simulation
        .inventory()
        .flatMap(({ kind, name }) => (kind === "custom_domain" ? [name] : []))
    expect(domains()).toEqual(["example.com", "www.example.com"])
    const serviceId = idOf(platform, "web_service")
    byHand(platform, (account) => ({
      ...account,
      domains: {
        ...account.domains,
        "cdm-theirs": {
          id: "cdm-theirs",
          createdAtMs: 0,
          name: "theirs.example.com",
          serviceId,
          redirectForName: "",
          askedAtMs: 0,
        },
      },
    }))
    const seen = await observed(platform)
    expect(seen.map(({ address }) => address).filter((name) => name.includes("(edge)"))).toEqual([
      "production/(edge)/origin-domain/example.com",
      "production/(edge)/certificate/example.com",
    ])
    for (const one of seen.toReversed())
      if (one.owner === "(edge)") await platform.remote.remove(one, platform.scope())
    expect(domains()).toEqual(["theirs.example.com"])
  })

  test("follows a service that is made anew, and one that takes its place", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    const api = await standing(platform, "production/api/service/api")
    if (api === undefined) throw new Error("it is gone")
    await platform.remote.remove(api, platform.scope())
    await deploy(platform, shop)
    const serviceOf = async () => (await standing(platform, originDomain))?.observed["service"]
    expect(await serviceOf()).not.toBe(api.id)
    const moved = projectOn(manifest(edge("admin")))
    const before = await observed(platform)
    const known = new Map(before.map(({ address, id }) => [address, id]))
    const apart = platform.scope({ known, ports: portsWithProber(platform) })
    await deploy(platform, moved, { scope: apart })
    const admin = await standing(platform, "production/admin/service/admin")
    expect(await serviceOf()).toBe(admin?.id)
    expect(wired(resourceIn(moved, originDomain), await observed(platform)).desired).toEqual({
      service: admin?.id,
      domain: "api.example.com",
    })
  })

  test("is found again where its answer was lost", async () => {
    const platform = await simulateFor(shop)
    let left = 1
    platform.interfere = (request, pass) => {
      const outcome = pass()
      if (request.operation !== "render.createCustomDomain" || left === 0) return outcome
      left = 0
      return { status: "failed", kind: "timed-out", reason: "No answer came.", maybeDone: true }
    }
    expect((await deploy(platform, shop)).get(originDomain)).toMatchObject({ status: "applied" })
    const sent = operations(platform).filter((name) => name === "render.createCustomDomain")
    expect(sent).toHaveLength(1)
  })
})

describe("a domain that Render refuses", () => {
  test("is one of another service, which keeps it", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({ ...account, takenDomains: ["api.example.com"] }))
    expect((await deploy(platform, shop)).get(originDomain)).toMatchObject({
      status: "failed",
      problem: { code: "render/domain-taken", exit: 77 },
    })
  })

  test("never validates: the error names the record, and the next run goes on", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({ ...account, domainsWithoutRecord: ["api.example.com"] }))
    const outcome = (await deploy(platform, shop)).get(certificate)
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "render/certificate-not-issued", exit: 75 },
    })
    expect(JSON.stringify(outcome)).toContain(`CNAME api.example.com → ${host}`)
    expect(await standing(platform, certificate)).toBeUndefined()
    byHand(platform, (account) => ({ ...account, domainsWithoutRecord: [] }))
    expect((await deploy(platform, shop)).get(certificate)).toMatchObject({ status: "applied" })
  })

  test("is verified and never gets its certificate", async () => {
    const platform = await simulateFor(shop)
    const prober = {
      probe: async () => {
        const timings = { connectMs: undefined, firstByteMs: undefined, totalMs: 1 }
        const kind = { kind: "tls", phase: "connect", reason: "Not trusted." } as const
        return { status: "failed", ...kind, partial: undefined, timings } as const
      },
    }
    const ports = { ...platform.scope().ports, prober }
    const outcome = (await deploy(platform, shop, { scope: { ports } })).get(certificate)
    expect(outcome).toMatchObject({ problem: { code: "render/certificate-not-issued" } })
    expect(JSON.stringify(outcome)).toContain("Render verified")
  })

  test("is one too many for a workspace that pays for nothing", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop, { resources: shop.resources.slice(0, -2) })
    const row = (name: string) => ({
      id: `cdm-${name}`,
      createdAtMs: 0,
      name,
      serviceId: idOf(platform, "web_service"),
      redirectForName: "",
      askedAtMs: 0,
    })
    const domains = { "cdm-a": row("a.example.com"), "cdm-b": row("b.example.com") }
    byHand(platform, (account) => ({ ...account, hasPayment: false, domains }))
    const desired = wired(resourceIn(shop, originDomain), await observed(platform))
    const work = { desired, variables: {}, source: undefined }
    expect(await platform.remote.create(work, platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/quota" },
    })
  })
})

function resourceIn({ resources }: typeof shop, address: string) {
  const found = resources.find((one) => one.address === address)
  if (found === undefined) throw new Error(`no ${address}`)
  return found
}
