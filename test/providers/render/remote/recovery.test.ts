import { describe, expect, test } from "vitest"
import type { HttpOutcome, HttpRequest } from "../../../../src/ports/http.ts"
import { differences, observed, operations, workFor } from "../../../support/simulated-platform.ts"
import { deploy, otherCommit, simulateFor, sourceIn } from "./deploy-render.ts"
import {
  apiAddress,
  byHand,
  cacheAddress,
  count,
  idOf,
  placeAddress,
  resource,
  shop,
} from "./shop.ts"

const lost: HttpOutcome = {
  status: "failed",
  kind: "timed-out",
  reason: "No answer came in 30 seconds.",
  maybeDone: true,
}

/** Loses the first answer to an operation, after it was carried out or without. */
function losing(operation: string, done: "done" | "not done") {
  let left = 1
  return (request: HttpRequest, pass: () => HttpOutcome): HttpOutcome => {
    if (request.operation !== operation || left === 0) return pass()
    left = 0
    if (done === "done") pass()
    return lost
  }
}

const creations = [
  ["render.createProject", "project"],
  ["render.createService", "web_service"],
  ["render.createKeyValue", "key_value"],
] as const

describe.each(creations)("a lost answer to %s", (operation, kind) => {
  test.each(["done", "not done"] as const)("leaves one of them where it was %s", async (done) => {
    const platform = await simulateFor(shop)
    platform.interfere = losing(operation, done)
    const outcomes = await deploy(platform, shop)
    expect([...outcomes.values()].map(({ status }) => status)).toEqual([
      "applied",
      "applied",
      "applied",
    ])
    expect(count(platform, kind)).toBe(1)
    const sent = operations(platform).filter((name) => name === operation)
    expect(sent).toHaveLength(done === "done" ? 1 : 2)
  })
})

describe("a deploy that was ended in between", () => {
  test.each(["done", "not done"] as const)(
    "finds the service that it made when its request was %s and nothing was written down",
    async (done) => {
      const platform = await simulateFor(shop)
      platform.interfere = (request, pass) => {
        if (request.operation !== "render.createService") return pass()
        if (done === "done") pass()
        throw new Error("killed")
      }
      await expect(deploy(platform, shop)).rejects.toThrow("killed")
      platform.interfere = (_, pass) => pass()
      await deploy(platform, shop)
      expect(count(platform, "web_service")).toBe(1)
      expect((await observed(platform)).map(({ state }) => state)).toEqual([
        "running",
        "running",
        "running",
      ])
    },
  )

  test("between variables and the deploy of them is seen", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    platform.interfere = (request, pass) => {
      if (request.operation === "render.createDeploy") throw new Error("killed")
      return pass()
    }
    await expect(deploy(platform, shop, { version: "2" })).rejects.toThrow("killed")
    platform.interfere = (_, pass) => pass()
    const found = (await observed(platform)).find(({ address }) => address === apiAddress)
    expect(found).toMatchObject({ deploymentId: undefined, state: "running" })
    await deploy(platform, shop, { version: "2" })
    const after = (await observed(platform)).find(({ address }) => address === apiAddress)
    expect(after?.deploymentId).toBe("d-api-2")
  })

  test("before its first deploy was of the right commit is seen", async () => {
    const platform = await simulateFor(shop)
    const heads = { "https://github.com/acme/shop": otherCommit }
    byHand(platform, (account) => ({ ...account, heads }))
    const input = { project: shop.project, sourceOf: sourceIn(shop) }
    for (const { address } of shop.resources)
      await platform.remote.create(workFor(resource(address), input), platform.scope())
    const found = (await observed(platform)).find(({ address }) => address === apiAddress)
    expect(found?.deploymentId).toBeUndefined()
  })
})

test("what a list does not show yet is found by its id", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const known = new Map([
    [placeAddress, idOf(platform, "environment")],
    [apiAddress, idOf(platform, "web_service")],
    [cacheAddress, idOf(platform, "key_value")],
  ])
  platform.interfere = (request, pass) =>
    /^render\.list(Projects|Environments|Services|KeyValue)$/.test(request.operation)
      ? { status: "answered", statusCode: 200, headers: {}, body: "[]" }
      : pass()
  const addresses = (await observed(platform, { known })).map(({ address }) => address)
  expect(addresses.toSorted()).toEqual([...known.keys()].toSorted())
  expect(await observed(platform)).toEqual([])
})

test("what was removed by hand is made anew, whatever was written down about it", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const id = idOf(platform, "web_service")
  byHand(platform, (account) => ({ ...account, services: {} }))
  const scope = { known: new Map([[apiAddress, id]]) }
  const standing = await observed(platform, scope)
  expect(standing.map(({ address }) => address)).not.toContain(apiAddress)
  await deploy(platform, shop, { scope })
  expect(count(platform, "web_service")).toBe(1)
})

test("what was changed by hand is seen, and set right", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const id = idOf(platform, "web_service")
  byHand(platform, (account) => {
    const service = account.services[id]
    if (service === undefined) return account
    const details = { ...service.details, plan: "pro", healthCheckPath: "/other" }
    const variables = { ...service.variables, API_KEYS: "mine" }
    return { ...account, services: { [id]: { ...service, details, variables, autoDeploy: "yes" } } }
  })
  const changed = (await observed(platform)).find(({ address }) => address === apiAddress)
  if (changed === undefined) throw new Error("it is gone")
  expect(differences(resource(apiAddress), changed)).toEqual([
    'plan: "starter" <> "pro"',
    'healthCheckPath: "/health" <> "/other"',
    'autoDeploy: "no" <> "yes"',
  ])
  expect(changed.variables?.get("API_KEYS")).toBe("mine")
  await deploy(platform, shop)
  const mended = (await observed(platform)).find(({ address }) => address === apiAddress)
  if (mended === undefined) throw new Error("it is gone")
  expect(differences(resource(apiAddress), mended)).toEqual([])
  expect(mended.variables?.get("API_KEYS")).toBe("secret-value-of-API_KEYS")
})

test("a service that was suspended is reported as stopped, and started again", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const id = idOf(platform, "web_service")
  byHand(platform, (account) => {
    const service = account.services[id]
    return service === undefined
      ? account
      : { ...account, services: { [id]: { ...service, suspended: true } } }
  })
  const state = async () =>
    (await observed(platform)).find(({ address }) => address === apiAddress)?.state
  expect(await state()).toBe("stopped")
  await deploy(platform, shop)
  expect(await state()).toBe("running")
})

test("an environment that was made anew is used, whatever id was on record for it", async () => {
  const platform = await simulateFor(shop)
  const known = new Map([[placeAddress, "evm-0000000000000000ffff"]])
  const outcomes = await deploy(platform, shop, { scope: { known } })
  expect([...outcomes.values()].map(({ status }) => status)).toEqual([
    "applied",
    "applied",
    "applied",
  ])
})
