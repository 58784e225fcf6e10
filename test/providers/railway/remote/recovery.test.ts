import { describe, expect, test } from "vitest"
import { differences, observed, operations } from "../../../support/simulated-platform.ts"
import { deploy, simulateFor } from "./deploy-railway.ts"
import {
  apiAddress,
  byHand,
  cacheAddress,
  count,
  graphQL,
  idOf,
  losing,
  placeAddress,
  resource,
  serviceByHand,
  shop,
  standing,
} from "./shop.ts"

const apiName = "shop-production-api"

const creations = [
  ["railway.createProject", "project", 1],
  ["railway.createService", "service", 2],
  ["railway.createVolume", "volume", 2],
] as const

describe.each(creations)("a lost answer to %s", (operation, kind, expected) => {
  test.each(["done", "not done"] as const)("leaves no second %s where it was %s", async (done) => {
    const platform = await simulateFor(shop)
    platform.interfere = losing(operation, done)
    const outcomes = await deploy(platform, shop)
    expect([...outcomes.values()].map(({ status }) => status)).toEqual([
      "applied",
      "applied",
      "applied",
    ])
    expect(count(platform, kind)).toBe(expected)
    const sent = operations(platform).filter((name) => name === operation)
    expect(sent).toHaveLength(done === "done" ? expected : expected + 1)
  })
})

test("a lost answer to what sets a service is looked for by the deployment that it started", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  platform.exchanges.length = 0
  platform.interfere = losing("railway.applyService", "done")
  await deploy(platform, shop, { version: "2" })
  const sent = operations(platform).filter((name) => name === "railway.applyService")
  expect(sent).toHaveLength(2)
  expect((await standing(platform))?.deploymentId).toBe("d-api-2")
})

describe("a deploy that was ended in between", () => {
  test.each(["railway.createService", "railway.createVolume", "railway.applyService"])(
    "after %s goes on with what it made",
    async (operation) => {
      const platform = await simulateFor(shop)
      platform.interfere = (request, pass) => {
        if (request.operation !== operation) return pass()
        pass()
        throw new Error("killed")
      }
      await expect(deploy(platform, shop)).rejects.toThrow("killed")
      platform.interfere = (_, pass) => pass()
      await deploy(platform, shop)
      expect([count(platform, "service"), count(platform, "volume")]).toEqual([2, 2])
      expect((await observed(platform)).map(({ state }) => state)).toEqual([
        "running",
        "running",
        "running",
      ])
    },
  )

  test("between variables and their deployment is seen", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    serviceByHand(platform, apiName, (instance) => ({
      ...instance,
      variables: {
        ...instance.variables,
        AIDEP_DEPLOYMENT: "d-api-2",
        AIDEP_PREVIOUS_DEPLOY: instance.deployments.at(-1)?.id ?? "",
      },
    }))
    expect(await standing(platform)).toMatchObject({ deploymentId: undefined, state: "running" })
    await deploy(platform, shop, { version: "2" })
    expect((await standing(platform))?.deploymentId).toBe("d-api-2")
  })
})

test("what a list does not show yet is found by its id", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const known = new Map([
    [placeAddress, idOf(platform, "environment")],
    [apiAddress, idOf(platform, "service", apiName)],
    [cacheAddress, idOf(platform, "service", "shop-production-cache")],
  ])
  platform.interfere = (request, pass) => {
    const outcome = pass()
    if (request.operation !== "railway.environment" || outcome.status === "failed") return outcome
    const { data } = JSON.parse(outcome.body)
    const empty = { config: {}, serviceInstances: { edges: [] } }
    return graphQL({ data: { environment: { ...data.environment, ...empty } } })
  }
  const addresses = (await observed(platform, { known })).map(({ address }) => address)
  expect(addresses.toSorted()).toEqual([...known.keys()].toSorted())
})

test("what was removed by hand is made anew, whatever was written down about it", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const id = idOf(platform, "service", apiName)
  byHand(platform, (account) => ({ ...account, services: {}, instances: {}, volumes: {} }))
  const scope = { known: new Map([[apiAddress, id]]) }
  expect((await observed(platform, scope)).map(({ address }) => address)).toEqual([placeAddress])
  await deploy(platform, shop, { scope })
  expect(count(platform, "service")).toBe(2)
})

test("what was changed by hand is seen, and set right", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  serviceByHand(platform, apiName, (instance) => ({
    ...instance,
    settings: { ...instance.settings, healthcheckPath: "/other", numReplicas: 3 },
    domains: [],
    variables: { ...instance.variables, API_KEYS: "mine" },
  }))
  const changed = await standing(platform)
  if (changed === undefined) throw new Error("it is gone")
  expect(differences(resource(apiAddress), changed)).toEqual([
    "numReplicas: 1 <> 3",
    'healthcheckPath: "/health" <> "/other"',
    "publicDomain: true <> false",
  ])
  expect(changed.variables?.get("API_KEYS")).toBe("mine")
  await deploy(platform, shop)
  const mended = await standing(platform)
  if (mended === undefined) throw new Error("it is gone")
  expect(differences(resource(apiAddress), mended)).toEqual([])
  expect(mended.variables?.get("API_KEYS")).toBe("secret-value-of-API_KEYS")
})

test("a store keeps its password, also under another key of the project", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const before = (await standing(platform, cacheAddress))?.outputs.url
  const { credential } = platform.scope()
  const otherKey = (variable: string) =>
    variable === "AIDEP_SECRET_KEY" ? "another-key" : credential(variable)
  const outcomes = await deploy(platform, shop, { scope: { credential: otherKey } })
  expect(outcomes.get(cacheAddress)).toMatchObject({ outputs: { url: before } })
  expect((await standing(platform, cacheAddress))?.outputs.url).toBe(before)
  expect(before).toMatch(
    /^redis:\/\/default:[\da-f]{64}@shop-production-cache\.railway\.internal:6379$/,
  )
  const { exchanges } = platform
  const said = exchanges.map(({ request }) => request.url + JSON.stringify(request.headers))
  expect(said.join("\n")).not.toContain(new URL(before ?? "redis://none").password)
})

test("an environment that was made anew is used, whatever id was on record for it", async () => {
  const platform = await simulateFor(shop)
  const known = new Map([[placeAddress, "00000000-0000-4000-8000-00000000ffff"]])
  const outcomes = await deploy(platform, shop, { scope: { known } })
  expect([...outcomes.values()].map(({ status }) => status)).toEqual([
    "applied",
    "applied",
    "applied",
  ])
  expect((await standing(platform))?.state).toBe("running")
})
