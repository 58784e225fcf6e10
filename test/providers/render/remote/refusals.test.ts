import { describe, expect, test } from "vitest"
import { observed, workFor } from "../../../support/simulated-platform.ts"
import { deploy, simulateFor, sourceIn } from "./deploy-render.ts"
import { apiAddress, byHand, cacheAddress, idOf, placeAddress, resource, shop } from "./shop.ts"

const work = workFor(resource(apiAddress), { project: shop.project, sourceOf: sourceIn(shop) })

describe("Render refuses", () => {
  test("a wrong or expired key, before anything is changed", async () => {
    const platform = await simulateFor(shop)
    const scope = platform.scope({ credential: () => "rnd_expired" })
    const outcome = await platform.remote.observe(scope)
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "platform/unauthorized", exit: 77 },
    })
    expect(JSON.stringify(outcome)).toContain("RENDER_API_KEY")
    expect(JSON.stringify(outcome)).not.toContain("rnd_expired")
  })

  test("paid plans without payment information", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({ ...account, hasPayment: false }))
    const outcomes = await deploy(platform, shop)
    expect(outcomes.get(cacheAddress)).toMatchObject({
      status: "failed",
      problem: { code: "platform/quota", exit: 77 },
    })
    expect(platform.simulation.inventory().map(({ kind }) => kind)).toEqual([
      "project",
      "environment",
    ])
  })

  test("more services in an hour than it allows, and says how long to wait", async () => {
    const platform = await simulateFor(shop)
    const nowMs = platform.clock.nowMs()
    byHand(platform, (account) => ({ ...account, creationsMs: Array(20).fill(nowMs) }))
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
    const id = idOf(platform, "web_service")
    byHand(platform, (account) => withVariables(account, id, { THEIRS: "1" }))
    const before = platform.simulation.save()
    expect(await platform.remote.create(work, platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/name-taken", exit: 77 },
    })
    expect(platform.simulation.save()).toEqual(before)
    expect((await observed(platform)).map(({ address }) => address)).not.toContain(apiAddress)
  })

  test("what it does not understand, in its own words and without the values that it got", async () => {
    const platform = await simulateFor(shop)
    platform.interfere = (request, pass) =>
      request.operation === "render.createService"
        ? {
            status: "answered",
            statusCode: 400,
            headers: {},
            body: JSON.stringify({ message: "bad value secret-value-of-API_KEYS for API_KEYS" }),
          }
        : pass()
    const outcomes = await deploy(platform, shop)
    expect(outcomes.get(apiAddress)).toMatchObject({
      status: "failed",
      problem: {
        code: "platform/refused",
        message: "Render refuses it (render.createService): bad value •••• for API_KEYS.",
      },
    })
  })

  test("an answer without what is needed is not guessed at", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    platform.interfere = (request, pass) =>
      request.operation === "render.listProjects"
        ? { status: "answered", statusCode: 200, headers: {}, body: '[{"project":{"id":7}}]' }
        : pass()
    expect(await platform.remote.observe(platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/unexpected-answer", exit: 69 },
    })
  })

  test("a key of two workspaces as long as none is chosen", async () => {
    const platform = await simulateFor(shop)
    byHand(platform, (account) => ({
      ...account,
      owners: [...account.owners, { id: "tea-two", name: "Two" }],
    }))
    const create = (options: unknown) =>
      platform.remote.create(
        { desired: resource(placeAddress), variables: {}, source: undefined },
        platform.scope({ options }),
      )
    expect(await create({})).toMatchObject({ problem: { code: "render/workspace-unknown" } })
    expect(await create({ workspace: "Two" })).toMatchObject({ status: "applied" })
  })

  test("a repository that nobody names", async () => {
    const platform = await simulateFor(shop)
    const outcomes = await deploy(platform, shop, {
      sourceOf: () => ({ type: "commit", commit: "0".repeat(40) }),
    })
    expect(outcomes.get(apiAddress)).toMatchObject({
      status: "failed",
      problem: { code: "render/repository-unknown", exit: 65 },
    })
  })

  test("to remove an environment that holds something of somebody else", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    const [place] = await observed(platform)
    expect(place?.address).toBe(placeAddress)
    if (place === undefined) return
    expect(await platform.remote.remove(place, platform.scope())).toMatchObject({
      status: "failed",
      problem: { code: "platform/refused" },
    })
  })
})

function withVariables<A extends { readonly services: Readonly<Record<string, object>> }>(
  account: A,
  id: string,
  variables: Readonly<Record<string, string>>,
): A {
  const { services } = account
  return { ...account, services: { ...services, [id]: { ...services[id], variables } } }
}
