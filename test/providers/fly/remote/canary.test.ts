import { describe, expect, test } from "vitest"
import { type FlyOptions, flyOptions } from "../../../../providers/fly/options.ts"
import type { RemoteScope } from "../../../../src/provider/remote.ts"
import { operations, type SimulatedPlatform } from "../../../support/simulated-platform.ts"
import { projectOn, deploy, simulateFor } from "./deploy-fly.ts"
import {
  canary,
  deployments,
  killing,
  machinesOf,
  passing,
  resource,
  standing,
  visited,
  workOf,
} from "./shop.ts"

const text = (fields: string) => `
version: 1
name: shop
rollout: { strategy: canary, steps: [25%, 100%], pause: 60s }
services:
  api:
    kind: web
    image: ghcr.io/acme/api:1.4.2
    targets: [fly]
    port: 3000
    scale: { min: 4, max: 4 }
    health: { path: /health, release: header }
    secrets: [API_KEYS]
${fields}
`
const on = projectOn(text(""))

async function deployed(): Promise<SimulatedPlatform> {
  const platform = await simulateFor(on)
  await deploy(platform, on)
  return platform
}

async function shift(platform: SimulatedPlatform, percent: number, version = "2") {
  const work = { ...workOf(on, version), observed: await standing(platform), percent }
  return await canary?.shift(work, flyScope(platform))
}

function flyScope(platform: SimulatedPlatform): RemoteScope<FlyOptions> {
  return { ...platform.scope(), options: flyOptions.parse({}) }
}

function serving(platform: SimulatedPlatform) {
  const inRotation = machinesOf(platform).filter(({ isCordoned }) => !isCordoned)
  return Object.fromEntries(
    [...Map.groupBy(inRotation, ({ config }) => config.metadata?.["aidep_deployment"])].map(
      ([id, all]) => [id, all.length],
    ),
  )
}

describe("a canary on Fly", () => {
  test("gives the new version at least its share of the Machines, and leaves as many as before", async () => {
    const platform = await deployed()
    expect(await shift(platform, 25)).toMatchObject({ status: "applied" })
    expect(serving(platform)).toEqual({ "d-api-1": 3, "d-api-2": 1 })
    expect(visited(platform)).toEqual(["d-api-1", "d-api-2"])
    expect(await standing(platform)).toMatchObject({ deploymentId: "d-api-1" })
    await shift(platform, 50)
    expect(serving(platform)).toEqual({ "d-api-1": 2, "d-api-2": 2 })
    await shift(platform, 100)
    expect(deployments(platform)).toEqual({ "d-api-2": 4 })
    expect(visited(platform)).toEqual(["d-api-2"])
    expect(await standing(platform)).toMatchObject({
      deploymentId: "d-api-2",
      observed: { machines: 4 },
    })
  })

  test("gives everything back when it is aborted", async () => {
    const platform = await deployed()
    await shift(platform, 50)
    const work = { ...workOf(on, "2"), observed: await standing(platform) }
    expect(await canary?.abort(work, flyScope(platform))).toMatchObject({ status: "applied" })
    expect(serving(platform)).toEqual({ "d-api-1": 4 })
    expect(deployments(platform)).toEqual({ "d-api-1": 4 })
    expect(await standing(platform)).toMatchObject({
      deploymentId: "d-api-1",
      state: "running",
      observed: { machines: 4 },
    })
  })

  test("whose first Machine does not become healthy gets no requests", async () => {
    const platform = await deployed()
    platform.simulation.breakNext("api", "crash-loop")
    expect(await shift(platform, 25)).toMatchObject({
      status: "failed",
      problem: { code: "platform/crashed" },
    })
    expect(visited(platform)).toEqual(["d-api-1"])
    expect(await standing(platform)).toMatchObject({ deploymentId: "d-api-1" })
  })

  test.each([
    ["fly.createMachine", 1],
    ["fly.uncordonMachine", 1],
    ["fly.cordonMachine", 1],
  ])("that was killed at %s, call %i, goes on", async (operation, nth) => {
    const platform = await deployed()
    platform.interfere = killing(operation, nth)
    await expect(shift(platform, 50)).rejects.toThrow("killed")
    platform.interfere = passing
    expect(await standing(platform)).toMatchObject({ deploymentId: "d-api-1" })
    await shift(platform, 50)
    expect(serving(platform)).toEqual({ "d-api-1": 2, "d-api-2": 2 })
    platform.exchanges.length = 0
    await shift(platform, 50)
    expect(operations(platform)).not.toContain("fly.createMachine")
  })

  test("goes on after one whose end was cut off", async () => {
    const platform = await deployed()
    platform.interfere = killing("fly.deleteMetadata", 2)
    await expect(shift(platform, 100)).rejects.toThrow("killed")
    platform.interfere = passing
    expect(await standing(platform)).toMatchObject({
      deploymentId: "d-api-2",
      observed: { machines: 4 },
    })
    await shift(platform, 25, "3")
    expect(serving(platform)).toEqual({ "d-api-2": 3, "d-api-3": 1 })
    await shift(platform, 100, "3")
    expect(deployments(platform)).toEqual({ "d-api-3": 4 })
  })

  test("that was left standing is cleared away by a deploy of the old version", async () => {
    const platform = await deployed()
    await shift(platform, 50)
    await deploy(platform, on, { version: "1" })
    expect(serving(platform)).toEqual({ "d-api-1": 4 })
    expect(deployments(platform)).toEqual({ "d-api-1": 4 })
  })

  test("goes with several Machines that take requests and hold no data", () => {
    expect(canary?.applies(resource(on))).toBe(true)
    const one = projectOn(text("").replace("min: 4, max: 4", "min: 1, max: 1"))
    const holding = projectOn(text("    volumes: { data: { mount: /data } }"))
    const rolling = projectOn(text("    platforms: { fly: { strategy: rolling } }"))
    for (const other of [one, holding, rolling])
      expect(canary?.applies(resource(other))).toBe(false)
  })
})
