import { describe, expect, test } from "vitest"
import { observed, workFor } from "../../../support/simulated-platform.ts"
import { deploy, simulateFor, sourceIn } from "./deploy-railway.ts"
import {
  apiAddress,
  byHand,
  cacheAddress,
  graphQL,
  placeAddress,
  resource,
  serviceByHand,
  shop,
  standing,
} from "./shop.ts"

const work = workFor(resource(apiAddress), { project: shop.project, sourceOf: sourceIn(shop) })

describe("Railway refuses", () => {
  test("a wrong or expired token, before anything is changed", async () => {
    const platform = await simulateFor(shop)
    const scope = platform.scope({ credential: () => "an-expired-token" })
    const outcome = await platform.remote.observe(scope)
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "platform/unauthorized", exit: 77 },
    })
    expect(JSON.stringify(outcome)).toContain("RAILWAY_API_TOKEN")
    expect(JSON.stringify(outcome)).not.toContain("an-expired-token")
  })

  test("more services than the plan allows", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({ ...account, mostServices: 1 }))
    const outcomes = await deploy(platform, shop)
    expect(outcomes.get(cacheAddress)).toMatchObject({ status: "applied" })
    expect(outcomes.get(apiAddress)).toMatchObject({
      status: "failed",
      problem: { code: "platform/quota", exit: 77 },
    })
  })

  test("more requests in an hour than the plan allows, and says how long to wait", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({ ...account, requestsAnHour: 4 }))
    const outcomes = await deploy(platform, shop)
    expect(outcomes.get(apiAddress)).toMatchObject({
      status: "failed",
      problem: { code: "platform/rate-limited", exit: 75 },
    })
    expect(JSON.stringify(outcomes.get(apiAddress))).toMatch(/in \d+ seconds/)
  })

  test("a name that a service of somebody else has, which stays as it is", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    serviceByHand(platform, "shop-production-api", (instance) => ({
      ...instance,
      variables: { THEIRS: "1" },
    }))
    const before = platform.simulation.inventory()
    expect(await platform.remote.create(work, platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/name-taken", exit: 77 },
    })
    expect(platform.simulation.inventory()).toEqual(before)
    expect(await standing(platform)).toBeUndefined()
  })

  test("a commit that the repository does not have; what ran before goes on", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    const gone = "9".repeat(40)
    byHand(platform, (account) => ({ ...account, missingCommits: [gone] }))
    const sourceOf = sourceIn(shop, gone)
    const outcomes = await deploy(platform, shop, { version: "2", sourceOf })
    expect(outcomes.get(apiAddress)).toMatchObject({
      status: "failed",
      problem: {
        code: "platform/refused",
        message: "Railway refuses it (railway.applyService): Commit not found.",
      },
    })
    expect(await standing(platform)).toMatchObject({ state: "running", deploymentId: undefined })
  })

  test("what it does not understand, without the values that it got", async () => {
    const platform = await simulateFor(shop)
    platform.interfere = (request, pass) =>
      request.operation === "railway.createService"
        ? graphQL({ data: null, errors: [{ message: "bad secret-value-of-API_KEYS" }] })
        : pass()
    const outcomes = await deploy(platform, shop)
    expect(outcomes.get(apiAddress)).toMatchObject({
      problem: { message: "Railway refuses it (railway.createService): bad ••••." },
    })
  })

  test("an answer without what is needed is not guessed at", async () => {
    const platform = await simulateFor(shop)
    platform.interfere = () => graphQL({ data: { apiToken: null } })
    expect(await platform.remote.observe(platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/unexpected-answer", exit: 69 },
    })
  })

  test("a token of two workspaces as long as none is chosen", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({
      ...account,
      workspaces: [...account.workspaces, { id: "two", name: "Two" }],
    }))
    const create = (options: unknown) =>
      platform.remote.create(
        { desired: resource(placeAddress), variables: {}, source: undefined },
        platform.scope({ options }),
      )
    expect(await create({})).toMatchObject({ problem: { code: "railway/workspace-unknown" } })
    expect(await create({ workspace: "Two" })).toMatchObject({ status: "applied" })
  })

  test("a source that nobody names", async () => {
    const platform = await simulateFor(shop)
    const outcomes = await deploy(platform, shop, {
      sourceOf: () => ({ type: "commit", commit: "0".repeat(40) }),
    })
    expect(outcomes.get(apiAddress)).toMatchObject({
      status: "failed",
      problem: { code: "railway/source-unknown", exit: 65 },
    })
  })

  test("nothing, where an environment holds a service of somebody else: it is kept", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    serviceByHand(platform, "shop-production-api", (instance) => ({
      ...instance,
      variables: { THEIRS: "1" },
    }))
    const before = platform.simulation.inventory().length
    const [place] = await observed(platform)
    if (place?.address !== placeAddress) throw new Error("the environment is not there")
    expect(await platform.remote.remove(place, platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "railway/environment-in-use" },
    })
    expect(platform.simulation.inventory()).toHaveLength(before)
  })
})
