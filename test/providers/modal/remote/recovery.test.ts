import { describe, expect, test } from "vitest"
import type { CommandOutcome } from "../../../../src/ports/processes.ts"
import { observed } from "../../../support/simulated-platform.ts"
import { shop } from "./shop.ts"
import { byHand, deploy, operationsOf, simulateModal, standing } from "./simulate-modal.ts"

const everything = [
  "app shop-production-api",
  "app shop-production-model",
  "app shop-production-train",
  "secret shop-production-api",
  "secret shop-production-model",
  "secret shop-production-train",
  "volume shop-production-model-weights",
]

const lost: CommandOutcome = { status: "timed-out" }

/** Bends the first command that does an operation, after it was carried out or without. */
function first(
  operation: string,
  done: "done" | "not done",
  bend: () => CommandOutcome,
): (asked: string, pass: () => CommandOutcome) => CommandOutcome {
  let left = 1
  return (asked, pass) => {
    if (asked !== operation || left === 0) return pass()
    left = 0
    if (done === "done") pass()
    return bend()
  }
}

describe.each(["createVolume", "deploy"])("a lost answer to %s", (operation) => {
  test.each(["done", "not done"] as const)("leaves one of them where it was %s", async (done) => {
    const world = await simulateModal(shop)
    const undisturbed = await simulateModal(shop)
    await deploy(undisturbed, shop)
    world.interfere = first(operation, done, () => lost)
    const outcomes = await deploy(world, shop)
    expect([...outcomes.values()].map(({ status }) => status)).toEqual(Array(4).fill("applied"))
    expect(standing(world).toSorted()).toEqual(everything)
    const count = (one: typeof world) =>
      operationsOf(one).filter((name) => name === operation).length
    expect(count(world) - count(undisturbed)).toBe(done === "done" ? 0 : 1)
  })
})

const steps = ["createVolume", "markVolume", "createSecret", "preDeploy", "deploy"] as const

describe.each(steps)("a deploy that was ended at %s", (operation) => {
  test.each(["done", "not done"] as const)("is gone on with where it was %s", async (done) => {
    const world = await simulateModal(shop)
    world.interfere = first(operation, done, () => {
      throw new Error("killed")
    })
    await expect(deploy(world, shop)).rejects.toThrow("killed")
    const outcomes = await deploy(world, shop)
    expect([...outcomes.values()].map(({ status }) => status)).toEqual(Array(4).fill("applied"))
    expect(standing(world).toSorted()).toEqual(everything)
    expect(world.files.paths()).toEqual([])
  })
})

test("a removal that was ended in between is brought to its end", async () => {
  const world = await simulateModal(shop)
  await deploy(world, shop)
  const look = async () => await observed(world.platform, { ports: world.scope().ports })
  const all = await look()
  world.interfere = first("deleteSecret", "not done", () => {
    throw new Error("killed")
  })
  const [model] = all.filter(({ owner }) => owner === "model")
  if (model === undefined) throw new Error("it is gone")
  await expect(world.platform.remote.remove(model, world.scope())).rejects.toThrow("killed")
  for (const resource of all) await world.platform.remote.remove(resource, world.scope())
  expect(standing(world)).toEqual([])
})

test("an app that was stopped by hand is made anew", async () => {
  const world = await simulateModal(shop)
  await deploy(world, shop)
  byHand(world, (account) => ({
    ...account,
    apps: account.apps.map((app) => ({ ...app, isStopped: true })),
  }))
  await deploy(world, shop)
  expect(standing(world).toSorted()).toEqual(everything)
})

test("a disk that is full is told, and nothing is sent", async () => {
  const world = await simulateModal(shop)
  const { files } = world
  const full = {
    ...files,
    writeAll: async () => ({
      status: "failed" as const,
      path: "/project/.aidep",
      reason: "no space is left",
      replaced: [],
    }),
  }
  const ports = { ...world.scope().ports, files: full }
  const outcomes = await deploy(world, shop, { scope: { ports } })
  const codes = [...outcomes.values()].map((one) => one.status === "failed" && one.problem.code)
  expect(codes).toEqual(Array(4).fill("modal/unwritable-program"))
  expect(operationsOf(world)).not.toContain("deploy")
})
