import { expect, test } from "vitest"
import type { CommandOutcome } from "../../../src/ports/processes.ts"
import { memoryFiles } from "../../support/memory-files.ts"
import { workFor } from "../../support/simulated-platform.ts"
import { deploy, projectOn, simulateFor, sourceIn } from "./remote/deploy-fly.ts"
import {
  apiAddress,
  killing,
  machineByHand,
  machinesOf,
  passing,
  resource,
  visited,
} from "./remote/shop.ts"

const on = projectOn(`
version: 1
name: shop
services:
  api: { kind: web, source: ./services/api, targets: [fly], port: 3000, health: { path: /health } }
`)

test("a folder is built on Fly, under the tag of its deployment, and started from there", async () => {
  const platform = await simulateFor(on)
  expect((await deploy(platform, on)).get(apiAddress)).toMatchObject({ status: "applied" })
  expect(platform.commands).toEqual([
    {
      file: "fly",
      args: [
        "deploy",
        "/project/services/api",
        "--app",
        "shop-production-api",
        "--config",
        "/project/.aidep/build-shop-production-api/fly.toml",
        "--dockerfile",
        "/project/services/api/Dockerfile",
        "--build-only",
        "--push",
        "--remote-only",
        "--image-label",
        "d-api-1",
      ],
      effect: "change",
      timeoutMs: 1_800_000,
      workingFolder: "/project",
      variables: { FLY_API_TOKEN: "fo1_simulated" },
    },
  ])
  expect(machinesOf(platform).map(({ config }) => config.image)).toEqual([
    "registry.fly.io/shop-production-api:d-api-1",
  ])
  expect(visited(platform)).toEqual(["d-api-1"])
})

test("flyctl reads the name of the app from a file that is there only meanwhile", async () => {
  const platform = await simulateFor(on)
  const files = memoryFiles()
  const { ports } = platform.scope()
  const seen: (string | undefined)[] = []
  const processes = {
    ...ports.processes,
    run: async (command: Parameters<typeof ports.processes.run>[0]) => {
      seen.push(files.text("/project/.aidep/build-shop-production-api/fly.toml"))
      return await ports.processes.run(command)
    },
  }
  await deploy(platform, on, { scope: { ports: { ...ports, files, processes } } })
  expect(seen).toEqual(['app = "shop-production-api"\n'])
  expect(files.paths()).toEqual([])
})

const endings: readonly (readonly [string, CommandOutcome, string])[] = [
  ["is missing", { status: "not-found" }, 'the command "fly" is missing.'],
  ["takes too long", { status: "timed-out" }, "it took longer than 30 minutes."],
  [
    "fails, without the token that it repeats",
    { status: "ended", exitCode: 1, stdout: "", stderr: "hm\nError: fo1_simulated is wrong" },
    "Error: •••• is wrong.",
  ],
]

test.each(endings)("a flyctl that %s ends the deploy", async (_, outcome, reason) => {
  const platform = await simulateFor(on)
  const { ports } = platform.scope()
  const processes = { ...ports.processes, run: async () => outcome }
  const outcomes = await deploy(platform, on, { scope: { ports: { ...ports, processes } } })
  const found = outcomes.get(apiAddress)
  expect(found).toMatchObject({ problem: { code: "fly/build-stopped", exit: 1 } })
  expect(found?.status === "failed" && found.problem.message).toContain(reason)
  expect(machinesOf(platform)).toEqual([])
})

test("a build that fails leaves the Machines as they are", async () => {
  const platform = await simulateFor(on)
  await deploy(platform, on)
  platform.simulation.breakNext("api", "build-fails")
  const outcome = (await deploy(platform, on, { version: "2" })).get(apiAddress)
  expect(outcome).toMatchObject({ problem: { code: "fly/build-stopped" } })
  expect(visited(platform)).toEqual(["d-api-1"])
})

test("an image that a Machine runs already is not built again", async () => {
  const platform = await simulateFor(on)
  platform.interfere = killing("fly.getMachine")
  await expect(deploy(platform, on)).rejects.toThrow("killed")
  platform.interfere = passing
  const [machine] = machinesOf(platform)
  machineByHand(platform, machine?.id ?? "", (one) => ({ ...one, stoppedAtMs: 0 }))
  await deploy(platform, on)
  expect(platform.commands).toHaveLength(1)
  expect(visited(platform)).toEqual(["d-api-1"])
})

test("the image is that of the manifest's folder, whatever is deployed elsewhere", () => {
  const work = workFor(resource(on), { project: on.project, sourceOf: sourceIn(on.project) })
  expect(work.desired.desired).toMatchObject({
    image: "registry.fly.io/shop-production-api",
    dockerfile: "services/api/Dockerfile",
  })
})
