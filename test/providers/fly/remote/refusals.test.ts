import { describe, expect, test } from "vitest"
import { observed } from "../../../support/simulated-platform.ts"
import { deploy, projectOn, simulateFor } from "./deploy-fly.ts"
import {
  account,
  apiAddress,
  apiName,
  appByHand,
  byHand,
  count,
  deployments,
  machineByHand,
  machinesOf,
  shop,
  standing,
  visited,
  workOf,
} from "./shop.ts"

describe("Fly refuses", () => {
  test("a wrong or expired token, before anything is changed", async () => {
    const platform = await simulateFor(shop)
    const scope = platform.scope({ credential: () => "fo1_expired" })
    const outcome = await platform.remote.observe(scope)
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "platform/unauthorized", exit: 77 },
    })
    expect(JSON.stringify(outcome)).toContain("FLY_API_TOKEN")
    expect(JSON.stringify(outcome)).not.toContain("fo1_expired")
  })

  test("an organisation that the token does not reach", async () => {
    const platform = await simulateFor(shop, { options: { organization: "others" } })
    expect(await platform.remote.observe(platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/not-found" },
    })
  })

  test("a second Machine to an organisation without a payment method", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (before) => ({ ...before, hasPayment: false }))
    const outcome = (await deploy(platform, shop)).get(apiAddress)
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "fly/payment-needed", exit: 77 },
    })
    expect(JSON.stringify(outcome)).toContain("https://fly.io/dashboard/personal/billing")
    byHand(platform, (before) => ({ ...before, hasPayment: true }))
    await deploy(platform, shop)
    expect(count(platform, "machine")).toBe(3)
  })

  test("a name that another organisation has", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (before) => ({ ...before, takenNames: [apiName] }))
    expect(await platform.remote.create(workOf(), platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/name-taken", exit: 77 },
    })
  })

  test("a name that another organisation has, also where Fly does not show it", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (before) => ({ ...before, takenNames: [apiName] }))
    platform.interfere = (request, pass) =>
      request.operation === "fly.getApp"
        ? { status: "answered", statusCode: 404, headers: {}, body: '{"error":"not found"}' }
        : pass()
    expect(await platform.remote.create(workOf(), platform.scope())).toMatchObject({
      problem: { code: "platform/name-taken" },
    })
  })

  test("an image that nobody but its owner can read, and leaves no Machine", async () => {
    const platform = await simulateFor(shop)
    const image = `ghcr.io/acme/api:1.4.2@sha256:${"a".repeat(64)}`
    byHand(platform, (before) => ({ ...before, missingImages: [image] }))
    const outcome = (await deploy(platform, shop)).get(apiAddress)
    expect(outcome).toMatchObject({ problem: { code: "fly/image-not-readable", exit: 1 } })
    expect(JSON.stringify(outcome)).toContain("manifest unknown")
    expect(count(platform, "machine")).toBe(0)
  })

  test("an update to an image that it cannot get; what stood goes on", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    platform.simulation.breakNext("api", "build-fails")
    const outcome = (await deploy(platform, shop, { version: "2" })).get(apiAddress)
    expect(outcome).toMatchObject({ problem: { code: "fly/image-not-readable" } })
    expect(deployments(platform)).toEqual({ "d-api-1": 3 })
    expect(visited(platform)).toEqual(["d-api-1"])
  })

  test("what it does not understand, in its own words and without the values that it got", async () => {
    const platform = await simulateFor(shop)
    platform.interfere = (request, pass) =>
      request.operation === "fly.setSecrets"
        ? {
            status: "answered",
            statusCode: 400,
            headers: {},
            body: JSON.stringify({ error: "bad value secret-value-of-API_KEYS of API_KEYS" }),
          }
        : pass()
    expect((await deploy(platform, shop)).get(apiAddress)).toMatchObject({
      problem: {
        code: "platform/refused",
        message: "Fly refuses it (fly.setSecrets): bad value •••• of API_KEYS.",
      },
    })
  })

  test("an answer without what is needed is not guessed at", async () => {
    const platform = await simulateFor(shop)
    platform.interfere = (request, pass) =>
      request.operation === "fly.listApps"
        ? { status: "answered", statusCode: 200, headers: {}, body: '{"apps":[{"id":7}]}' }
        : pass()
    expect(await platform.remote.observe(platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/unexpected-answer", exit: 69 },
    })
  })
})

describe("a region without room", () => {
  test("gives way to the next one of the service", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (before) => ({ ...before, fullRegions: ["iad"] }))
    expect((await deploy(platform, shop)).get(apiAddress)).toMatchObject({ status: "applied" })
    expect(machinesOf(platform).map(({ region }) => region)).toEqual(["ewr", "ewr", "ewr"])
    expect(await standing(platform)).toMatchObject({ observed: { regions: ["iad", "ewr"] } })
  })

  test("ends the deploy where no other one has room either, naming those that were tried", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (before) => ({ ...before, fullRegions: ["iad", "ewr"] }))
    const outcome = (await deploy(platform, shop)).get(apiAddress)
    expect(outcome).toMatchObject({ problem: { code: "fly/no-capacity", exit: 69 } })
    expect(JSON.stringify(outcome)).toContain("iad, ewr")
    byHand(platform, (before) => ({ ...before, fullRegions: [] }))
    await deploy(platform, shop)
    expect(count(platform, "app")).toBe(1)
    expect(count(platform, "machine")).toBe(3)
  })
})

describe("what is not ours", () => {
  test("is an app of the same name with a Machine of somebody else, which stays as it is", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    for (const { id } of machinesOf(platform))
      machineByHand(platform, id, (machine) => ({
        ...machine,
        config: { ...machine.config, metadata: {} },
      }))
    appByHand(platform, (app) => ({ ...app, secrets: {} }))
    const before = account(platform)
    expect(await platform.remote.create(workOf(), platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/name-taken", exit: 77 },
    })
    expect(account(platform)).toEqual(before)
    expect(await observed(platform)).toEqual([])
    const known = new Map([[apiAddress, apiName]])
    const [adopted] = await observed(platform, { known })
    expect(adopted).toMatchObject({ address: apiAddress, observed: { machines: 3 } })
    await deploy(platform, shop, { scope: { known } })
    expect(deployments(platform)).toEqual({ "d-api-1": 3 })
    expect((await standing(platform)).address).toBe(apiAddress)
  })

  test("is an app of another environment of the project", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    expect(await observed(platform, { environment: "staging" })).toEqual([])
  })

  test("keeps an app from being removed with it", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    const found = await standing(platform)
    const [first] = machinesOf(platform)
    machineByHand(platform, first?.id ?? "", (machine) => ({
      ...machine,
      name: "theirs",
      config: { ...machine.config, metadata: {} },
    }))
    const outcome = await platform.remote.remove(found, platform.scope())
    expect(outcome).toMatchObject({ problem: { code: "fly/foreign-machines", exit: 77 } })
    expect(JSON.stringify(outcome)).toContain("theirs")
    expect(count(platform, "machine")).toBe(3)
  })
})

test("a commit is not taken, and nothing is started", async () => {
  const platform = await simulateFor(shop)
  const outcomes = await deploy(platform, shop, {
    sourceOf: () => ({ type: "commit", commit: "0".repeat(40) }),
  })
  expect(outcomes.get(apiAddress)).toMatchObject({
    problem: { code: "fly/source-not-taken", exit: 65 },
  })
  expect(count(platform, "machine")).toBe(0)
})

test("a service that only Fly's own apps call has an address of Flycast and none on the internet", async () => {
  const on = projectOn(`
version: 1
name: shop
services:
  model: { kind: web, image: "ghcr.io/acme/model:1", targets: [fly], access: internal, port: 8000 }
  api: { kind: web, image: "ghcr.io/acme/api:1", targets: [fly], port: 80, env: { MODEL: "\${services.model.url}" } }
`)
  const platform = await simulateFor(on)
  const outcomes = await deploy(platform, on)
  expect(outcomes.get("production/model/app/model")).toMatchObject({
    outputs: { url: "http://shop-production-model.flycast", isPrivate: true },
  })
  const url = "https://shop-production-model.fly.dev/"
  const seen = platform.simulation.visit?.({ method: "GET", url, headers: {} })
  expect(seen).toMatchObject({ answer: { statusCode: 404 } })
  const [machine] = machinesOf(platform)
  expect(machine?.config.env?.["MODEL"]).toBe("http://shop-production-model.flycast")
})
