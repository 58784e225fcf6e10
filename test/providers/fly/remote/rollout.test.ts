import { describe, expect, test } from "vitest"
import { operations, type SimulatedPlatform } from "../../../support/simulated-platform.ts"
import type { SimulatedProject } from "../../../support/simulated-project.ts"
import { deploy, simulateFor } from "./deploy-fly.ts"
import {
  apiAddress,
  count,
  deployments,
  killing,
  machineByHand,
  machinesOf,
  passing,
  shop,
  shopWith,
  standing,
  visited,
} from "./shop.ts"

function withStrategy(strategy: string, more = ""): SimulatedProject {
  return shopWith(`    platforms: { fly: { strategy: ${strategy} } }\n${more}`)
}

async function deployed(on: SimulatedProject): Promise<SimulatedPlatform> {
  const platform = await simulateFor(on)
  await deploy(platform, on)
  platform.exchanges.length = 0
  return platform
}

function changes(platform: SimulatedPlatform): readonly string[] {
  return operations(platform).filter((name) =>
    /^fly\.(create|update|destroy|cordon|uncordon)/.test(name),
  )
}

const times = (name: string, number: number) => Array<string>(number).fill(name)

describe("rolling", () => {
  test("updates one Machine after the other, each under a lease, with two that go on serving", async () => {
    const platform = await deployed(shop)
    const serving: number[] = []
    platform.interfere = (request, pass) => {
      if (request.operation === "fly.getMachine") serving.push(visited(platform).length)
      return pass()
    }
    await deploy(platform, shop, { version: "2" })
    expect(changes(platform)).toEqual(times("fly.updateMachine", 3))
    const leases = operations(platform).filter((name) => name.endsWith("Lease"))
    expect(leases).toEqual(times("", 3).flatMap(() => ["fly.acquireLease", "fly.releaseLease"]))
    expect(Math.min(...serving)).toBeGreaterThan(0)
    expect(visited(platform)).toEqual(["d-api-2"])
  })

  test("stops at the first Machine that does not become healthy; the others go on with the old version", async () => {
    const platform = await deployed(shop)
    platform.simulation.breakNext("api", "crash-loop")
    const outcome = (await deploy(platform, shop, { version: "2" })).get(apiAddress)
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "platform/crashed", exit: 1 },
    })
    expect(outcome?.status === "failed" && outcome.log.join("\n")).toContain("exited with code: 1")
    expect(deployments(platform)).toEqual({ "d-api-1": 2, "d-api-2": 1 })
    expect(visited(platform)).toEqual(["d-api-1"])
    expect(await standing(platform)).toMatchObject({ state: "failed", deploymentId: undefined })
    await deploy(platform, shop, { version: "3" })
    expect(visited(platform)).toEqual(["d-api-3"])
  })

  test("makes Machines that are missing, and destroys those that are too many or elsewhere", async () => {
    const platform = await deployed(shop)
    const five = shopWith("").resources.map((one) => ({
      ...one,
      desired: { ...one.desired, machines: 5, regions: ["ewr", "ord"] },
    }))
    await deploy(platform, { ...shop, resources: five }, { version: "2" })
    const regions = machinesOf(platform).map(({ region }) => region)
    expect(regions.toSorted()).toEqual(["ewr", "ewr", "ewr", "ord", "ord"])
    await deploy(platform, shop, { version: "3" })
    const after = machinesOf(platform).map(({ region }) => region)
    expect(after.toSorted()).toEqual(["ewr", "iad", "iad"])
    expect(await standing(platform)).toMatchObject({ observed: { machines: 3 } })
  })

  test("grows volumes in place, and gives each Machine its own", async () => {
    const small = shopWith("    volumes: { data: { mount: /data, size: 2GiB } }")
    const large = shopWith("    volumes: { data: { mount: /data, size: 5GiB } }")
    const platform = await deployed(small)
    const mounts = machinesOf(platform).map(({ config }) => config.mounts?.[0]?.volume)
    expect(new Set(mounts).size).toBe(3)
    await deploy(platform, large, { version: "2" })
    expect(await standing(platform)).toMatchObject({ observed: { volumeGiB: 5 } })
    expect(machinesOf(platform).map(({ config }) => config.mounts?.[0]?.volume)).toEqual(mounts)
    const outcome = (await deploy(platform, small, { version: "3" })).get(apiAddress)
    expect(outcome).toMatchObject({ problem: { code: "fly/volume-cannot-shrink" } })
    expect(deployments(platform)).toEqual({ "d-api-2": 3 })
  })
})

test("immediate updates all Machines and waits for them afterwards", async () => {
  const platform = await deployed(withStrategy("immediate"))
  await deploy(platform, withStrategy("immediate"), { version: "2" })
  const steps = operations(platform).filter((name) =>
    /^fly\.(updateMachine|getMachine)$/.test(name),
  )
  expect(steps.slice(0, 3)).toEqual(times("fly.updateMachine", 3))
  expect(deployments(platform)).toEqual({ "d-api-2": 3 })
})

describe("bluegreen", () => {
  const on = withStrategy("bluegreen")

  test("brings all new Machines up without requests, then gives them all requests", async () => {
    const platform = await deployed(on)
    await deploy(platform, on, { version: "2" })
    expect(changes(platform)).toEqual([
      ...times("fly.createMachine", 3),
      ...times("fly.uncordonMachine", 3),
      ...times("fly.cordonMachine", 3),
      ...times("fly.destroyMachine", 3),
    ])
    expect(deployments(platform)).toEqual({ "d-api-2": 3 })
    expect(visited(platform)).toEqual(["d-api-2"])
    await deploy(platform, on, { version: "3" })
    expect(visited(platform)).toEqual(["d-api-3"])
  })

  test("destroys the new Machines where one does not become healthy; nobody noticed", async () => {
    const platform = await deployed(on)
    platform.simulation.breakNext("api", "crash-loop")
    const seen = new Set<string | number>()
    platform.interfere = (request, pass) => {
      const outcome = pass()
      if (request.effect === "change") for (const one of visited(platform)) seen.add(one)
      return outcome
    }
    const outcome = (await deploy(platform, on, { version: "2" })).get(apiAddress)
    expect(outcome).toMatchObject({ status: "failed", problem: { code: "platform/crashed" } })
    expect([...seen]).toEqual(["d-api-1"])
    expect(deployments(platform)).toEqual({ "d-api-1": 3 })
    expect(await standing(platform)).toMatchObject({ state: "running", deploymentId: "d-api-1" })
  })

  test.each([
    ["fly.createMachine", 2],
    ["fly.uncordonMachine", 2],
    ["fly.cordonMachine", 1],
    ["fly.destroyMachine", 2],
    ["fly.deleteMetadata", 1],
    ["fly.deleteMetadata", 3],
  ])("goes on where it was killed at %s, call %i", async (operation, nth) => {
    const platform = await deployed(on)
    platform.interfere = killing(operation, nth)
    await expect(deploy(platform, on, { version: "2" })).rejects.toThrow("killed")
    const isOver = operation === "fly.deleteMetadata"
    const between = await standing(platform)
    expect(between.deploymentId).toBe(isOver ? "d-api-2" : "d-api-1")
    platform.interfere = passing
    await deploy(platform, on, { version: "2" })
    expect(deployments(platform)).toEqual({ "d-api-2": 3 })
    expect(await standing(platform)).toMatchObject({
      deploymentId: "d-api-2",
      observed: { machines: 3 },
    })
    expect(visited(platform)).toEqual(["d-api-2"])
  })

  test("what a killed deploy left is seen and taken away by a deploy of another version", async () => {
    const platform = await deployed(on)
    platform.interfere = killing("fly.uncordonMachine")
    await expect(deploy(platform, on, { version: "2" })).rejects.toThrow("killed")
    platform.interfere = passing
    expect(await standing(platform)).toMatchObject({
      deploymentId: "d-api-1",
      observed: { machines: 6 },
    })
    await deploy(platform, on, { version: "1" })
    expect(deployments(platform)).toEqual({ "d-api-1": 3 })
  })
})

test("canary without a split of traffic tries the version on one Machine first", async () => {
  const on = withStrategy("canary")
  const platform = await deployed(on)
  await deploy(platform, on, { version: "2" })
  expect(changes(platform)).toEqual([
    "fly.createMachine",
    "fly.destroyMachine",
    ...times("fly.updateMachine", 3),
  ])
  platform.simulation.breakNext("api", "crash-loop")
  platform.exchanges.length = 0
  await deploy(platform, on, { version: "3" })
  expect(changes(platform)).toEqual(["fly.createMachine", "fly.destroyMachine"])
  expect(deployments(platform)).toEqual({ "d-api-2": 3 })
})

describe("the command before a deploy", () => {
  const on = shopWith("    preDeploy: [node, migrate.js]")

  test("runs once in a Machine of its own, before the first one is changed", async () => {
    const platform = await deployed(on)
    await deploy(platform, on, { version: "2" })
    expect(changes(platform).slice(0, 3)).toEqual([
      "fly.createMachine",
      "fly.destroyMachine",
      "fly.updateMachine",
    ])
    const [made] = platform.exchanges.filter(
      ({ request }) => request.operation === "fly.createMachine",
    )
    expect(JSON.parse(made?.request.body ?? "{}").config).toMatchObject({
      init: { cmd: ["node", "migrate.js"] },
      restart: { policy: "no" },
      env: { LEVEL: "debug", RELEASE_COMMAND: "1" },
    })
    expect(count(platform, "machine")).toBe(3)
  })

  test("that fails keeps everything as it is, and is run again by the next deploy", async () => {
    const platform = await deployed(on)
    platform.interfere = (request, pass) => {
      const outcome = pass()
      if (request.operation !== "fly.createMachine") return outcome
      const [made] = machinesOf(platform).filter(({ name }) => name.startsWith("api-before"))
      if (made !== undefined)
        machineByHand(platform, made.id, (machine) => ({ ...machine, breakage: "crash-loop" }))
      return outcome
    }
    const outcome = (await deploy(platform, on, { version: "2" })).get(apiAddress)
    expect(outcome).toMatchObject({ status: "failed", problem: { code: "platform/crashed" } })
    expect(JSON.stringify(outcome)).toContain("the command before the deploy failed")
    expect(deployments(platform)).toEqual({ "d-api-1": 3 })
    platform.interfere = passing
    await deploy(platform, on, { version: "2" })
    expect(deployments(platform)).toEqual({ "d-api-2": 3 })
  })

  test("that was killed while it ran is followed to its end, and not run twice", async () => {
    const platform = await deployed(on)
    platform.interfere = killing("fly.getMachine", 1)
    await expect(deploy(platform, on, { version: "2" })).rejects.toThrow("killed")
    platform.interfere = passing
    platform.exchanges.length = 0
    await deploy(platform, on, { version: "2" })
    expect(changes(platform)).toEqual(["fly.destroyMachine", ...times("fly.updateMachine", 3)])
    expect(count(platform, "machine")).toBe(3)
  })
})
