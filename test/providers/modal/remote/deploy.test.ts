import { describe, expect, test } from "vitest"
import { differences, observed } from "../../../support/simulated-platform.ts"
import { apiAddress, modelAddress, modelUrl, shop, trainAddress, volumeAddress } from "./shop.ts"
import {
  byHand,
  deploy,
  operationsOf,
  resourceIn,
  simulateModal,
  type SimulatedModal,
  standing,
} from "./simulate-modal.ts"

const changing = [
  "createVolume",
  "markVolume",
  "createSecret",
  "preDeploy",
  "deploy",
  "rollBack",
  "stopApp",
  "deleteSecret",
  "deleteVolume",
]

function changes(world: SimulatedModal): readonly string[] {
  return operationsOf(world).filter((operation) => changing.includes(operation))
}

async function look(world: SimulatedModal) {
  return await observed(world.platform, { ports: world.scope().ports })
}

describe("a deploy to Modal", () => {
  test("makes everything once, in its order, and tells the addresses", async () => {
    const world = await simulateModal(shop)
    const outcomes = await deploy(world, shop)
    expect([...outcomes].map(([address, { status }]) => `${address} ${status}`)).toEqual([
      `${volumeAddress} applied`,
      `${modelAddress} applied`,
      `${trainAddress} applied`,
      `${apiAddress} applied`,
    ])
    expect(outcomes.get(modelAddress)).toMatchObject({ outputs: { url: modelUrl } })
    expect(outcomes.get(trainAddress)).toMatchObject({ outputs: {} })
    expect(changes(world)).toEqual([
      "createVolume",
      "markVolume",
      "createSecret",
      "deploy",
      "createSecret",
      "deploy",
      "createSecret",
      "preDeploy",
      "deploy",
    ])
    expect(standing(world)).toEqual([
      "app shop-production-model",
      "app shop-production-train",
      "app shop-production-api",
      "secret shop-production-model",
      "secret shop-production-train",
      "secret shop-production-api",
      "volume shop-production-model-weights",
    ])
  })

  test("is what is seen afterwards", async () => {
    const world = await simulateModal(shop)
    await deploy(world, shop)
    const seen = await look(world)
    expect(seen.map(({ address }) => address).toSorted()).toEqual(
      shop.resources.map(({ address }) => address).toSorted(),
    )
    for (const resource of seen) {
      expect(differences(resourceIn(shop, resource.address), resource)).toEqual([])
      expect(resource.state).toBe("running")
    }
    const model = seen.find(({ address }) => address === modelAddress)
    expect(model).toMatchObject({ deploymentId: "d-model-1", outputs: { url: modelUrl } })
    expect(seen.find(({ address }) => address === volumeAddress)?.holdsData).toBe(true)
  })

  test("gives values in a file of its own and in nothing else, and leaves no file", async () => {
    const world = await simulateModal(shop)
    await deploy(world, shop)
    const secrets = world.sent.filter(({ operation }) => operation === "createSecret")
    expect(secrets.map(({ ownerOnly }) => ownerOnly)).toEqual([true, true, true])
    const [model] = secrets.map(({ files }) => JSON.parse(Object.values(files).join("")))
    expect(model).toEqual({
      HF_TOKEN: "secret-value-of-HF_TOKEN",
      AIDEP_TOKEN: "token-of-model",
      AIDEP_RESOURCE: `shop/${modelAddress}`,
    })
    const shown = world.sent.flatMap(({ command }) => command.args).join(" ")
    expect(shown).not.toMatch(/secret-value-of|token-of|as-simulated/)
    expect(world.files.paths()).toEqual([])
  })

  test("deploys what the manifest says, with the image by its digest and the deployment id", async () => {
    const world = await simulateModal(shop, {
      disk: { "/project/modal_model.py": "an old file", "/project/modal_api.py": "an old file" },
    })
    await deploy(world, shop)
    const [model] = world.sent.filter(({ operation }) => operation === "deploy")
    expect(model?.command.args).toEqual([
      "deploy",
      ".aidep/modal/modal_model.py",
      "--name",
      "shop-production-model",
      "--tag",
      "aidep.d-model-1.server.model",
      "--strategy",
      "rolling",
    ])
    const program = Object.values(model?.files ?? {}).join("")
    expect(program).toContain(`ghcr.io/acme/model:1@sha256:${"a".repeat(64)}`)
    expect(program).toContain('"AIDEP_DEPLOYMENT": "d-model-1"')
    expect(program).toContain('required_keys=["AIDEP_TOKEN", "HF_TOKEN"]')
  })

  test("sends nothing but reads where nothing changed, and one version where something did", async () => {
    const world = await simulateModal(shop)
    await deploy(world, shop)
    world.sent.length = 0
    await look(world)
    expect(changes(world)).toEqual([])
    expect(world.sent.every(({ command }) => command.effect === "read")).toBe(true)
    await deploy(world, shop, { version: "2" })
    expect(standing(world)).toHaveLength(7)
    const seen = await look(world)
    expect(seen.find(({ address }) => address === modelAddress)?.deploymentId).toBe("d-model-2")
  })

  test("uses the strategy and the environment of the options, and makes that where it is missing", async () => {
    const options = { environment: "prod", strategy: "rolling" }
    const world = await simulateModal(shop, { options })
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(modelAddress)).toMatchObject({
      outputs: { url: "https://acme-prod--shop-production-model.modal.run" },
    })
    const without = world.sent.filter(
      ({ command: { args }, operation }) =>
        !args.includes("prod") && !/version|listEnvironments|listProfiles/.test(operation),
    )
    expect(without).toEqual([])
    expect(operationsOf(world).filter((one) => one === "createEnvironment")).toHaveLength(1)
    expect(await look(await simulateModal(shop, { options: { environment: "other" } }))).toEqual([])
  })

  test("removes an app with its Secret, a volume, and nothing twice", async () => {
    const world = await simulateModal(shop)
    await deploy(world, shop)
    const seen = await look(world)
    for (const resource of [...seen, ...seen])
      expect(await world.platform.remote.remove(resource, world.scope())).toEqual({
        status: "removed",
      })
    expect(standing(world)).toEqual([])
  })

  test("tells what a service wrote", async () => {
    const world = await simulateModal(shop)
    await deploy(world, shop)
    const model = (await look(world)).find(({ address }) => address === modelAddress)
    if (model === undefined) throw new Error("it is gone")
    const lines: string[] = []
    const wanted = { lines: 5, follow: false }
    for await (const line of world.platform.remote.logs(model, wanted, world.scope()))
      lines.push(line)
    expect(lines).toEqual([expect.stringContaining("The simulated process listens.")])
  })
})

describe("going back", () => {
  test("lets the version of a recorded release serve again, whatever the folder holds", async () => {
    const world = await simulateModal(shop)
    await deploy(world, shop)
    await deploy(world, shop, { version: "2" })
    world.sent.length = 0
    const recorded = shop.resources.map((resource) => {
      const { recipe: _, ...rest } = { recipe: undefined, ...resource }
      return rest
    })
    await deploy(world, { ...shop, resources: recorded }, { version: "1" })
    const back = world.sent.filter(({ operation }) => operation === "rollBack")
    expect(back.map(({ command: { args } }) => args.slice(-1))).toEqual([["v1"], ["v1"], ["v1"]])
    expect(changes(world)).not.toContain("deploy")
    const seen = await look(world)
    expect(seen.find(({ address }) => address === modelAddress)?.deploymentId).toBe("d-model-1")
  })

  test("says so where Modal no longer has the version", async () => {
    const world = await simulateModal(shop)
    await deploy(world, shop)
    const recorded = shop.resources.map(({ ...resource }) => ({ ...resource, recipe: undefined }))
    const outcomes = await deploy(world, { ...shop, resources: recorded }, { version: "9" })
    expect(outcomes.get(modelAddress)).toMatchObject({
      status: "failed",
      problem: { code: "modal/not-restorable" },
    })
  })
})

test("an app that was deployed by hand since is a new deployment", async () => {
  const world = await simulateModal(shop)
  await deploy(world, shop)
  byHand(world, (account) => ({
    ...account,
    apps: account.apps.map((app) => ({
      ...app,
      versions: [...app.versions, { number: 2, tag: null, deployedMs: 0, crashes: false }],
    })),
  }))
  const model = (await look(world)).find(({ address }) => address === modelAddress)
  expect(model).toMatchObject({ deploymentId: undefined, state: "running" })
})
