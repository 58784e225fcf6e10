import { describe, expect, test } from "vitest"
import { wantedRecords } from "../../../../providers/railway/remote/domain/records.ts"
import {
  observed,
  operations,
  type SimulatedPlatform,
} from "../../../support/simulated-platform.ts"
import { wired } from "../../_shared/deploy-with-edge.ts"
import { deploy, projectOn, simulateFor } from "./deploy-railway.ts"
import { byHand, graphQL, idOf, serviceByHand } from "./shop.ts"

const manifest = (service: string, port = 3000) => `
version: 1
name: shop
services:
  api: { kind: web, source: ., targets: [railway], port: ${port}, health: { path: /health } }
  admin: { kind: web, source: ., targets: [railway], port: 3000, health: { path: /health } }
edge: { target: cloudflare, domain: api.example.com, service: ${service} }
`
const shop = projectOn(manifest("api"))
const originDomain = "production/(edge)/origin-domain/api.example.com"
const certificate = "production/(edge)/certificate/api.example.com"

async function standing(platform: SimulatedPlatform, address: string) {
  return (await observed(platform)).find((one) => one.address === address)
}

describe("a domain on Railway for an edge elsewhere", () => {
  test("is made, verified and has a certificate before the next step", async () => {
    const platform = await simulateFor(shop)
    const outcomes = await deploy(platform, shop)
    const id = idOf(platform, "custom-domain")
    const target = `${id.slice(-8)}.up.railway.app`
    expect(outcomes.get(originDomain)).toEqual({
      status: "applied",
      id,
      outputs: {
        values: {
          target,
          verification: [
            { type: "CNAME", name: "api.example.com", content: target },
            {
              type: "TXT",
              name: "_railway-verify.api.example.com",
              content: `railway-verify=${id.slice(-12)}`,
            },
          ],
        },
      },
    })
    expect(outcomes.get(certificate)).toMatchObject({ status: "applied" })
    const visit = { method: "GET", url: "https://api.example.com/health", headers: {} }
    expect(platform.simulation.visit?.(visit)).toMatchObject({ answer: { statusCode: 200 } })
    const service = idOf(platform, "service", "shop-production-api")
    expect(await standing(platform, originDomain)).toMatchObject({
      observed: { service, domain: "api.example.com", targetPort: 3000 },
    })
  })

  test("stays as it is with the next deploy, and gets another port in place", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    const id = idOf(platform, "custom-domain")
    platform.exchanges.length = 0
    await deploy(platform, shop)
    const changes = ["railway.createDomain", "railway.updateDomain", "railway.deleteDomain"]
    expect(operations(platform).filter((name) => changes.includes(name))).toEqual([])
    await deploy(platform, projectOn(manifest("api", 4000)))
    expect(operations(platform).filter((name) => changes.includes(name))).toEqual([
      "railway.updateDomain",
    ])
    expect(await standing(platform, originDomain)).toMatchObject({
      id,
      observed: { targetPort: 4000 },
    })
  })

  test("goes alone: those that somebody added by hand stay", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    const theirs = { id: "theirs", domain: "theirs.example.com", targetPort: null, createdAtMs: 0 }
    serviceByHand(platform, "shop-production-api", (instance) => ({
      ...instance,
      customDomains: [...instance.customDomains, theirs],
    }))
    const seen = await observed(platform)
    expect(seen.filter(({ owner }) => owner === "(edge)").map(({ address }) => address)).toEqual([
      originDomain,
      certificate,
    ])
    for (const one of seen.toReversed())
      if (one.owner === "(edge)") await platform.remote.remove(one, platform.scope())
    expect(idOf(platform, "custom-domain")).toBe("theirs")
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
    await deploy(platform, projectOn(manifest("admin")))
    expect(await serviceOf()).toBe(idOf(platform, "service", "shop-production-admin"))
  })

  test("is found again where its answer was lost", async () => {
    const platform = await simulateFor(shop)
    let left = 1
    platform.interfere = (request, pass) => {
      const outcome = pass()
      if (request.operation !== "railway.createDomain" || left === 0) return outcome
      left = 0
      return { status: "failed", kind: "timed-out", reason: "No answer came.", maybeDone: true }
    }
    expect((await deploy(platform, shop)).get(originDomain)).toMatchObject({ status: "applied" })
    const sent = operations(platform).filter((name) => name === "railway.createDomain")
    expect(sent).toHaveLength(1)
  })

  test("waits for records that Railway tells late", async () => {
    const platform = await simulateFor(shop)
    let left = 2
    platform.interfere = (request, pass) => {
      const outcome = pass()
      const isLook = request.operation === "railway.serviceInstance"
      if (!isLook || left === 0 || outcome.status === "failed") return outcome
      const answer = JSON.parse(outcome.body)
      const [domain] = answer.data.serviceInstance.domains.customDomains
      if (domain === undefined) return outcome
      left -= 1
      domain.status.dnsRecords = []
      return graphQL(answer)
    }
    expect((await deploy(platform, shop)).get(originDomain)).toMatchObject({
      outputs: { values: { target: expect.stringContaining(".up.railway.app") } },
    })
  })
})

describe("a domain that Railway refuses", () => {
  test("is one of another service, which keeps it", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({ ...account, takenDomains: ["api.example.com"] }))
    const outcome = (await deploy(platform, shop)).get(originDomain)
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "railway/domain-taken", exit: 77 },
    })
    expect(JSON.stringify(outcome)).toContain("Domain is already in use.")
  })

  test("is one too many for the plan", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({ ...account, mostDomains: 0 }))
    expect((await deploy(platform, shop)).get(originDomain)).toMatchObject({
      problem: { code: "platform/quota" },
    })
  })

  test("never validates: the error names the records, and the next run goes on", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({ ...account, domainsWithoutRecords: ["api.example.com"] }))
    const outcome = (await deploy(platform, shop)).get(certificate)
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "railway/certificate-not-issued", exit: 75 },
    })
    expect(JSON.stringify(outcome)).toContain(
      "TXT _railway-verify.api.example.com → railway-verify=",
    )
    expect(operations(platform)).toContain("railway.issueCertificate")
    expect(await standing(platform, certificate)).toBeUndefined()
    byHand(platform, (account) => ({ ...account, domainsWithoutRecords: [] }))
    expect((await deploy(platform, shop)).get(certificate)).toMatchObject({ status: "applied" })
  })

  test("is refused by the certificate authority, with its reason", async () => {
    const platform = await simulateFor(shop)
    const said = "CAA record prevents issuance"
    byHand(platform, (account) => ({
      ...account,
      refusedCertificates: { "api.example.com": said },
    }))
    const start = platform.clock.nowMs()
    const outcome = (await deploy(platform, shop)).get(certificate)
    expect(outcome).toMatchObject({ problem: { code: "railway/certificate-not-issued" } })
    expect(JSON.stringify(outcome)).toContain(`${said}.`)
    expect(platform.clock.nowMs() - start).toBeLessThan(30 * 60_000)
  })
})

describe("records that Railway wants", () => {
  const record = {
    fqdn: "api.example.com",
    zone: "example.com",
    recordType: "DNS_RECORD_TYPE_CNAME",
    requiredValue: "abc.up.railway.app.",
    purpose: "DNS_RECORD_PURPOSE_TRAFFIC_ROUTE",
  }
  const status = {
    verified: false,
    verificationToken: "railway-verify=1",
    certificateStatus: "CERTIFICATE_STATUS_TYPE_VALIDATING_OWNERSHIP",
    certificateErrorMessage: null,
    dnsRecords: [record],
  }

  test.each(["_railway-verify.api", "_railway-verify.api.example.com"])(
    "have whole names, whether it says %s",
    (verificationDnsHost) => {
      const domain = { id: "1", domain: "api.example.com" }
      expect(wantedRecords({ ...domain, status: { ...status, verificationDnsHost } })).toEqual([
        { type: "CNAME", name: "api.example.com", content: "abc.up.railway.app" },
        { type: "TXT", name: "_railway-verify.api.example.com", content: "railway-verify=1" },
      ])
    },
  )
})

test("the wanted domain is the one that stands", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const seen = await observed(platform)
  for (const resource of shop.resources) {
    const found = seen.find(({ address }) => address === resource.address)
    expect(found?.observed).toMatchObject(wired(resource, seen).desired)
  }
})
