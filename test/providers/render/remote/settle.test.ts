import { expect, test } from "vitest"
import type { SimulatedPlatform } from "../../../support/simulated-platform.ts"
import { observed, workFor } from "../../../support/simulated-platform.ts"
import { commit, deploy, otherCommit, simulateFor, sourceIn } from "./deploy-render.ts"
import { apiAddress, byHand, idOf, resource, shop } from "./shop.ts"

const url = "https://shop-production-api.onrender.com/health"

function visited({ simulation }: SimulatedPlatform): string | number | undefined {
  const outcome = simulation.visit?.({ method: "GET", url, headers: {} })
  if (outcome?.status !== "answered") return undefined
  const { headers, statusCode } = outcome.answer
  return statusCode === 200 ? headers["x-aidep-deployment"] : statusCode
}

test("a service is up when its deploy is live, and tells so", async () => {
  const platform = await simulateFor(shop)
  const outcomes = await deploy(platform, shop)
  expect(outcomes.get(apiAddress)).toEqual({
    status: "applied",
    id: idOf(platform, "web_service"),
    outputs: {
      url: "https://shop-production-api.onrender.com",
      host: "shop-production-api.onrender.com",
    },
  })
  expect(visited(platform)).toBe("d-api-1")
  expect(platform.progress.filter((text) => text.startsWith("api"))).toEqual([
    "api: Queued",
    "api: Build in progress",
    "api: Update in progress",
    "api: Live",
  ])
})

test.each([
  ["build-fails", "platform/build-failed", "exit code: 1"],
  ["crash-loop", "platform/crashed", "Exited with status 1"],
] as const)(
  "a new version that %s ends with its log; the one before serves",
  async (how, code, line) => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    platform.simulation.breakNext("api", how)
    const outcomes = await deploy(platform, shop, { version: "2" })
    const outcome = outcomes.get(apiAddress)
    expect(outcome).toMatchObject({ status: "failed", problem: { code, exit: 1 } })
    expect(outcome?.status === "failed" && outcome.log.join("\n")).toContain(line)
    expect(visited(platform)).toBe("d-api-1")
    const found = (await observed(platform)).find(({ address }) => address === apiAddress)
    expect(found).toMatchObject({ state: "failed", deploymentId: "d-api-2" })
    await deploy(platform, shop, { version: "3" })
    expect(visited(platform)).toBe("d-api-3")
  },
)

test("a first version that crashes leaves nothing that serves", async () => {
  const platform = await simulateFor(shop)
  platform.simulation.breakNext("api", "crash-loop")
  await deploy(platform, shop)
  expect(visited(platform)).toBe(502)
})

test("the deploy that making a service starts gives way to one of the right commit", async () => {
  const platform = await simulateFor(shop)
  const heads = { "https://github.com/acme/shop": otherCommit }
  byHand(platform, (account) => ({ ...account, heads }))
  const outcomes = await deploy(platform, shop)
  expect(outcomes.get(apiAddress)).toMatchObject({ status: "applied" })
  const sent = platform.exchanges.filter(
    ({ request }) => request.operation === "render.createDeploy",
  )
  expect(sent.map(({ request }) => request.body)).toEqual([JSON.stringify({ commitId: commit })])
  const found = (await observed(platform)).find(({ address }) => address === apiAddress)
  expect(found).toMatchObject({ state: "running", deploymentId: "d-api-1" })
})

test("an older deploy that a late list still shows is not taken for the new one", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const stale = platform.simulation.answer?.({
    operation: "render.listDeploys",
    method: "GET",
    url: `https://api.render.com/v1/services/${idOf(platform, "web_service")}/deploys?limit=1`,
    headers: { authorization: "Bearer rnd_simulated" },
    effect: "read",
    idempotent: true,
    timeoutMs: 1000,
  })
  let lists = 0
  platform.interfere = (request, pass) => {
    if (request.operation !== "render.listDeploys" || stale === undefined) return pass()
    lists += 1
    return lists < 6 ? stale : pass()
  }
  const outcomes = await deploy(platform, shop, { version: "2" })
  expect(outcomes.get(apiAddress)).toMatchObject({ status: "applied" })
  expect(visited(platform)).toBe("d-api-2")
})

test.each([
  [3, { status: "applied" }],
  [9, { status: "failed", problem: { code: "platform/left-undone", exit: 75 } }],
])("a service of which %i looks show nothing ends as %o", async (late, expected) => {
  const platform = await simulateFor(shop)
  let left = late
  platform.interfere = (request, pass) => {
    const isLook = request.operation === "render.listEnvVars"
    if (!isLook || left === 0) return pass()
    left -= 1
    return { status: "answered", statusCode: 404, headers: {}, body: "{}" }
  }
  const outcomes = await deploy(platform, shop)
  expect(outcomes.get(apiAddress)).toMatchObject(expected)
})

test("a deploy that never ends is given up, with what was being waited for", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const deployed = { id: "dep-stuck", status: "build_in_progress" }
  platform.interfere = (request, pass) =>
    request.operation === "render.listDeploys"
      ? {
          status: "answered",
          statusCode: 200,
          headers: {},
          body: JSON.stringify([{ deploy: deployed }]),
        }
      : pass()
  const work = workFor(resource(apiAddress), { project: shop.project, sourceOf: sourceIn(shop) })
  const startMs = platform.clock.nowMs()
  const id = idOf(platform, "web_service")
  const outcome = await platform.remote.settle?.({ ...work, id }, platform.scope())
  expect(outcome).toMatchObject({
    status: "failed",
    problem: { code: "platform/settle-timeout", details: { item: "api", minutes: 45 } },
  })
  expect(platform.clock.nowMs() - startMs).toBeGreaterThanOrEqual(45 * 60_000)
})
