import { describe, expect, test } from "vitest"
import cloudflare from "../../../../providers/cloudflare/provider.ts"
import type { Canary } from "../../../../src/provider/remote.ts"
import { operations } from "../../../support/simulated-platform.ts"
import { projectOn } from "../../../support/simulated-project.ts"
import {
  addresses,
  byHand,
  deploy,
  failures,
  names,
  openWorkshop,
  scriptIn,
  seen,
  shop,
  workOn,
  type Workshop,
} from "./worker-shop.ts"

const resource = (address: string) => shop.resources.find((one) => one.address === address)!

async function canaryOf(): Promise<Canary> {
  const { canary } = (await cloudflare.remote?.()) ?? {}
  if (canary === undefined) throw new Error("Cloudflare has no canary.")
  return canary
}

async function shift(workshop: Workshop, percent: number, address: string = addresses.gateway) {
  const canary = await canaryOf()
  const work = await workOn(workshop, address, "2")
  const standing = await seen(workshop, address)
  return await canary.shift({ ...work, observed: standing, percent }, workshop.scope())
}

const sharesIn = (workshop: Workshop, name: string = names.gateway) =>
  scriptIn(workshop, name)
    .deployments.at(-1)
    ?.versions.map(({ percentage }) => percentage)

describe("two versions of a Worker", () => {
  test("share requests step by step, and the old one is told until the end", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    expect(await shift(workshop, 10)).toMatchObject({ status: "applied", id: names.gateway })
    expect(sharesIn(workshop)).toEqual([90, 10])
    expect(await seen(workshop, addresses.gateway)).toMatchObject({
      deploymentId: "d-gateway-1",
      state: "running",
      about: "Version 2 gets 10 % of the requests, version 1 the others.",
    })
    await shift(workshop, 50)
    expect(sharesIn(workshop)).toEqual([50, 50])
    await shift(workshop, 100)
    expect(sharesIn(workshop)).toEqual([100])
    expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-2")
    expect(scriptIn(workshop, names.gateway).versions).toHaveLength(2)
  })

  test("are shared out no further where that was done already, as after a run that was ended", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    await shift(workshop, 50)
    workshop.exchanges.length = 0
    workshop.ran.length = 0
    await shift(workshop, 10)
    expect(sharesIn(workshop)).toEqual([50, 50])
    expect(operations(workshop)).not.toContain("cloudflare.createDeployment")
    expect(workshop.ran).toEqual([])
  })

  test("are one again when the new one is given up", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    await shift(workshop, 25)
    const canary = await canaryOf()
    const work = await workOn(workshop, addresses.gateway, "2")
    const standing = await seen(workshop, addresses.gateway)
    const input = { ...work, observed: standing }
    expect(await canary.abort(input, workshop.scope())).toMatchObject({ status: "applied" })
    expect(sharesIn(workshop)).toEqual([100])
    expect(await seen(workshop, addresses.gateway)).toMatchObject({
      deploymentId: "d-gateway-1",
      about: "Version 1 gets all requests.",
    })
    expect(await canary.abort(input, workshop.scope())).toMatchObject({ status: "applied" })
  })

  test("tell the old one also where the new one was uploaded before it", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop, { version: "2" })
    await deploy(workshop, { version: "1" })
    await shift(workshop, 20)
    expect(scriptIn(workshop, names.gateway).versions).toHaveLength(2)
    expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-1")
    expect((await seen(workshop, addresses.gateway)).about).toContain("Version 1 gets 20 %")
  })

  test("end as one with a deploy that is no canary", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    await shift(workshop, 25)
    expect(failures(await deploy(workshop, { version: "3" }))).toEqual([])
    expect(sharesIn(workshop)).toEqual([100])
    expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-3")
  })

  test("serve by their shares", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    await shift(workshop, 30)
    const url = "https://shop-production-gateway.simulated.workers.dev/health"
    const seenIds: string[] = []
    for (let index = 0; index < 1000; index += 1) {
      await workshop.clock.sleep(40)
      const outcome = workshop.simulation.visit?.({ method: "GET", url, headers: {} })
      if (outcome?.status === "answered")
        seenIds.push(outcome.answer.headers["x-aidep-deployment"] ?? "")
    }
    const newOnes = seenIds.filter((id) => id === "d-gateway-2").length
    expect(seenIds).toHaveLength(1000)
    expect(newOnes).toBeGreaterThan(250)
    expect(newOnes).toBeLessThan(350)
  })
})

test("a site can have a canary, a job and a bucket cannot", async () => {
  const { applies } = await canaryOf()
  const able = Object.values(addresses).map((address) => [address, applies(resource(address))])
  expect(Object.fromEntries(able)).toEqual({
    [addresses.gateway]: true,
    [addresses.site]: true,
    [addresses.clean]: false,
    [addresses.files]: false,
  })
  const workshop = await openWorkshop()
  await deploy(workshop)
  await shift(workshop, 10, addresses.site)
  expect(sharesIn(workshop, names.site)).toEqual([90, 10])
})

test("a Worker is not there before its domain leads to it, so that nothing is compared with it", async () => {
  const behindEdge = projectOn(
    cloudflare,
    `
version: 1
name: shop
services:
  gateway: { kind: web, source: ./services/gateway, targets: [cloudflare] }
edge: { target: cloudflare, domain: api.example.com, service: gateway }
`,
  )
  const workshop = await openWorkshop()
  const work = await workOn(workshop, addresses.gateway, "1", behindEdge)
  const outcome = await workshop.remote.create(work, workshop.scope())
  expect(outcome).toMatchObject({ outputs: { url: "https://api.example.com" } })
  expect(await seen(workshop, addresses.gateway)).toMatchObject({
    state: "starting",
    about: "Its domain does not lead to it yet.",
    observed: { domain: "api.example.com", workersDev: false },
  })
  const domain = { id: "d1", hostname: "api.example.com", zoneId: "z1" }
  const lead = (service: string) =>
    byHand(workshop, (account) => ({ ...account, domains: { d1: { ...domain, service } } }))
  lead("somebody-else")
  expect((await seen(workshop, addresses.gateway)).state).toBe("starting")
  lead(names.gateway)
  expect((await seen(workshop, addresses.gateway)).state).toBe("running")
})
