import { describe, expect, test } from "vitest"
import { differences, observed, operations } from "../../../support/simulated-platform.ts"
import { deploy, projectOn, simulateFor } from "./deploy-fly.ts"
import {
  apiAddress,
  apiName,
  appByHand,
  appOf,
  byHand,
  count,
  deployments,
  killing,
  losing,
  machineByHand,
  machinesOf,
  passing,
  resource,
  shop,
  shopWith,
  standing,
} from "./shop.ts"

const withVolume = shopWith("    volumes: { data: { mount: /data } }")

const creations = [
  ["fly.createApp", "app", 1],
  ["fly.assignIp", "ip", 2],
  ["fly.createVolume", "volume", 3],
  ["fly.createMachine", "machine", 3],
] as const

describe.each(creations)("a lost answer to %s", (operation, kind, wanted) => {
  test.each(["done", "not done"] as const)("leaves no double where it was %s", async (done) => {
    const platform = await simulateFor(withVolume)
    platform.interfere = losing(operation, done)
    const outcomes = await deploy(platform, withVolume)
    expect(outcomes.get(apiAddress)).toMatchObject({ status: "applied" })
    expect(count(platform, kind)).toBe(wanted)
    const without = await simulateFor(withVolume)
    await deploy(without, withVolume)
    const times = (one: typeof platform) =>
      operations(one).filter((name) => name === operation).length
    expect(times(platform) - times(without)).toBe(done === "done" ? 0 : 1)
  })
})

const kills = [
  ["fly.createApp", 1],
  ["fly.assignIp", 2],
  ["fly.setSecrets", 1],
  ["fly.createVolume", 2],
  ["fly.createMachine", 1],
  ["fly.createMachine", 3],
] as const

describe.each(kills)("a first deploy that was killed at %s, call %i", (operation, nth) => {
  test.each(["done", "not done"] as const)("goes on where it was %s", async (done) => {
    const platform = await simulateFor(withVolume)
    platform.interfere = killing(operation, nth, done)
    await expect(deploy(platform, withVolume)).rejects.toThrow("killed")
    platform.interfere = passing
    await deploy(platform, withVolume)
    const kinds = platform.simulation.inventory().map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(
      ["app", "ip", "ip", ...Array(3).fill("machine"), ...Array(3).fill("volume")].toSorted(),
    )
    expect(await standing(platform)).toMatchObject({ state: "running", deploymentId: "d-api-1" })
  })
})

test("an update that was killed between two Machines is seen, and goes on with the others", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  platform.interfere = killing("fly.updateMachine", 2)
  await expect(deploy(platform, shop, { version: "2" })).rejects.toThrow("killed")
  expect(await standing(platform)).toMatchObject({ deploymentId: undefined })
  platform.interfere = passing
  platform.exchanges.length = 0
  await deploy(platform, shop, { version: "2" })
  expect(operations(platform).filter((name) => name === "fly.updateMachine")).toHaveLength(2)
  expect(deployments(platform)).toEqual({ "d-api-2": 3 })
})

test("a lease of this same deploy that was killed is used, and not waited for", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  platform.interfere = killing("fly.updateMachine", 1)
  await expect(deploy(platform, shop, { version: "2" })).rejects.toThrow("killed")
  platform.interfere = passing
  const startMs = platform.clock.nowMs()
  expect(machinesOf(platform).filter(({ lease }) => lease !== undefined)).toHaveLength(1)
  await deploy(platform, shop, { version: "2" })
  expect(platform.clock.nowMs() - startMs).toBeLessThan(120_000)
  expect(machinesOf(platform).filter(({ lease }) => lease !== undefined)).toHaveLength(0)
})

test("an app that has its secrets and no Machine yet is reported as ours, and as failed", async () => {
  const platform = await simulateFor(shop)
  platform.interfere = killing("fly.createMachine")
  await expect(deploy(platform, shop)).rejects.toThrow("killed")
  expect(await standing(platform)).toMatchObject({
    state: "failed",
    about: "It has no Machines.",
    id: apiName,
  })
})

test("what a list does not show yet is found by its name", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  platform.interfere = (request, pass) =>
    request.operation === "fly.listApps"
      ? { status: "answered", statusCode: 200, headers: {}, body: '{"apps":[]}' }
      : pass()
  const known = new Map([[apiAddress, apiName]])
  expect((await observed(platform, { known })).map(({ address }) => address)).toEqual([apiAddress])
  expect(await observed(platform)).toEqual([])
})

test("what was removed by hand is made anew, whatever was written down about it", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  byHand(platform, (account) => ({ ...account, apps: {} }))
  const scope = { known: new Map([[apiAddress, apiName]]) }
  expect(await observed(platform, scope)).toEqual([])
  await deploy(platform, shop, { scope })
  expect(count(platform, "app")).toBe(1)
})

test("what was changed by hand is seen, and set right", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const [first] = machinesOf(platform)
  const guest = { cpu_kind: "shared" as const, cpus: 2, memory_mb: 512 }
  machineByHand(platform, first?.id ?? "", (machine) => ({
    ...machine,
    config: { ...machine.config, guest, restart: { policy: "no" } },
  }))
  appByHand(platform, (app) => ({ ...app, secrets: { ...app.secrets, THEIRS: "1" }, ips: [] }))
  expect(differences(resource(), await standing(platform))).toEqual([
    'address: "public" <> null',
    "cpus: 1 <> [2,1]",
    "memoryMiB: 1024 <> [512,1024]",
    'restart: "on-failure" <> ["never","on-failure"]',
    'secrets: ["API_KEYS"] <> ["API_KEYS","THEIRS"]',
  ])
  await deploy(platform, shop)
  expect(differences(resource(), await standing(platform))).toEqual([])
  expect(Object.keys(appOf(platform).secrets)).toEqual(["API_KEYS", "AIDEP_RESOURCE"])
})

test("Machines that were stopped by hand are reported as stopped, and started again", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  for (const { id } of machinesOf(platform))
    machineByHand(platform, id, (machine) => ({ ...machine, stoppedAtMs: 0 }))
  expect(await standing(platform)).toMatchObject({ state: "stopped" })
  await deploy(platform, shop)
  expect(await standing(platform)).toMatchObject({ state: "running" })
})

test("Machines that Fly Proxy stopped for want of requests count as running", async () => {
  const sleepy = projectOn(sleepyText)
  const platform = await simulateFor(sleepy)
  await deploy(platform, sleepy)
  await platform.clock.sleep(600_000, new AbortController().signal)
  expect(await standing(platform)).toMatchObject({
    state: "running",
    about: "1 of 3 Machines run.",
  })
  const outcomes = await deploy(platform, sleepy, { version: "2" })
  expect(outcomes.get(apiAddress)).toMatchObject({ status: "applied" })
})

test("apps whose names had to be cut are found again, and those of other projects are not", async () => {
  const name = "a-project-with-a-name-that-says-it-all"
  const service = "gateway-to-the-model"
  const text = sleepyText.replace("name: shop", `name: ${name}`).replace("api:", `${service}:`)
  const long = projectOn(text)
  const platform = await simulateFor(long)
  await deploy(platform, long)
  const found = await standing(platform, `production/${service}/app/${service}`)
  expect(found.id).toHaveLength(63)
  expect(await observed(platform, { project: `${name}-too` })).toEqual([])
})

const sleepyText = `
version: 1
name: shop
services:
  api:
    kind: web
    image: ghcr.io/acme/api:1.4.2
    targets: [fly]
    port: 3000
    scale: { min: 1, max: 3 }
    health: { path: /health, release: header }
`
