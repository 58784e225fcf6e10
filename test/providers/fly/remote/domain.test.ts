import { expect, test } from "vitest"
import type { SimulatedRecord } from "../../../../src/provider/simulation.ts"
import { isMap } from "../../../../src/core/manifest/schema/closed.ts"
import { differences, observed } from "../../../support/simulated-platform.ts"
import { deploy, projectOn, simulateFor } from "./deploy-fly.ts"
import { apiName, count, deployments, machinesOf, resource, standing } from "./shop.ts"

const on = projectOn(`
version: 1
name: shop
services:
  api:
    kind: web
    image: ghcr.io/acme/api:1.4.2
    targets: [fly]
    port: 3000
    scale: { min: 2, max: 2 }
    health: { path: /health, release: header }
    platforms: { fly: { strategy: bluegreen } }
edge: { target: cloudflare, domain: api.example.com, service: api, tls: strict }
`)

const domainAddress = "production/(edge)/origin-domain/api.example.com"
const certificateAddress = "production/(edge)/certificate/api.example.com"

const withRecords = (records: Readonly<Record<string, readonly SimulatedRecord[]>>) => ({
  internet: { records: (name: string) => records[name] ?? [], visit: () => undefined },
})

const challenge = {
  "_acme-challenge.api.example.com": [
    { type: "CNAME", content: `api.example.com.${apiName}.flydns.net`, proxied: false },
  ],
}

test("a domain is made known to Fly after the app, and tells the records that it needs", async () => {
  expect(on.resources.map(({ address, dependsOn }) => [address, dependsOn])).toEqual([
    ["production/api/app/api", []],
    [domainAddress, ["production/api/app/api"]],
    [certificateAddress, [domainAddress, "production/(edge)/verification/api.example.com"]],
  ])
  const platform = await simulateFor(on, withRecords(challenge))
  const outcomes = await deploy(platform, on)
  expect(outcomes.get(domainAddress)).toEqual({
    status: "applied",
    id: `${apiName}/api.example.com`,
    outputs: {
      values: {
        target: `${apiName}.fly.dev`,
        verification: [
          {
            type: "CNAME",
            name: "_acme-challenge.api.example.com",
            content: `api.example.com.${apiName}.flydns.net`,
          },
          { type: "TXT", name: "_fly-ownership.api.example.com", content: `app-${apiName}` },
        ],
      },
    },
  })
  expect(outcomes.get(certificateAddress)).toMatchObject({ status: "applied" })
  for (const address of [domainAddress, certificateAddress]) {
    const found = await standing(platform, address)
    expect(differences(resource(on, address), found)).toEqual([])
    expect(found.state).toBe("running")
  }
})

test("the record of the ownership does as well, quoted or not", async () => {
  const name = "_fly-ownership.api.example.com"
  const owned = { [name]: [{ type: "TXT", content: `"app-${apiName}"`, proxied: false }] }
  const platform = await simulateFor(on, withRecords(owned))
  expect((await deploy(platform, on)).get(certificateAddress)).toMatchObject({ status: "applied" })
})

test("a certificate that never validates ends the deploy, naming the records that Fly looks for", async () => {
  const platform = await simulateFor(on, withRecords({}))
  const startMs = platform.clock.nowMs()
  const outcome = (await deploy(platform, on)).get(certificateAddress)
  expect(outcome).toMatchObject({ problem: { code: "fly/certificate-not-issued", exit: 75 } })
  const text = JSON.stringify(outcome)
  expect(text).toContain("CNAME _acme-challenge.api.example.com")
  expect(text).toContain("TXT _fly-ownership.api.example.com")
  expect(platform.clock.nowMs() - startMs).toBeGreaterThanOrEqual(15 * 60_000)
  expect(await standing(platform, certificateAddress)).toMatchObject({
    state: "starting",
    observed: { status: "pending_validation" },
  })
})

test("a visitor of the domain is answered once the certificate is there", async () => {
  const platform = await simulateFor(on, withRecords(challenge))
  const [app, domain, certificate] = on.resources
  if (app === undefined || domain === undefined || certificate === undefined)
    throw new Error("gone")
  const visit = () =>
    platform.simulation.visit?.(
      { method: "GET", url: "https://api.example.com/health", headers: {} },
      `${apiName}.fly.dev`,
    )
  await deploy(platform, { ...on, resources: [app, domain] })
  expect(visit()).toMatchObject({ status: "failed", kind: "tls" })
  await deploy(platform, on)
  expect(visit()).toMatchObject({ status: "answered", answer: { statusCode: 200 } })
})

test("the mark of the domain goes over to the Machines of later versions", async () => {
  const platform = await simulateFor(on, withRecords(challenge))
  await deploy(platform, on)
  await deploy(platform, on, { version: "2" })
  expect(deployments(platform)).toEqual({ "d-api-2": 2 })
  for (const { config } of machinesOf(platform))
    expect(config.metadata).toMatchObject({ aidep_domain: "api.example.com" })
  expect((await standing(platform, domainAddress)).outputs.values).toBeDefined()
})

test("a domain that somebody added by hand is nobody's here, and stays", async () => {
  const platform = await simulateFor(on, withRecords(challenge))
  const [app] = on.resources
  if (app === undefined) throw new Error("gone")
  await deploy(platform, { ...on, resources: [app] })
  const saved = platform.simulation.save()
  if (!isMap(saved)) throw new Error("no account")
  platform.simulation.restore(
    JSON.parse(
      JSON.stringify(saved).replace(
        '"certificates":{}',
        '"certificates":{"own.example.com":{"hostname":"own.example.com","createdAtMs":0}}',
      ),
    ),
  )
  expect(count(platform, "certificate")).toBe(1)
  expect((await observed(platform)).map(({ kind }) => kind)).toEqual(["app"])
})

test("a domain is taken off the app again, and its mark with it", async () => {
  const platform = await simulateFor(on, withRecords(challenge))
  await deploy(platform, on)
  const scope = platform.scope()
  const certificate = await standing(platform, certificateAddress)
  const domain = await standing(platform, domainAddress)
  for (const found of [certificate, domain, domain])
    expect(await platform.remote.remove(found, scope)).toEqual({ status: "removed" })
  expect(count(platform, "certificate")).toBe(0)
  expect((await observed(platform)).map(({ kind }) => kind)).toEqual(["app"])
  for (const { config } of machinesOf(platform))
    expect(config.metadata).not.toHaveProperty("aidep_domain")
})
