import { expect, test } from "vitest"
import { operations, type SimulatedPlatform, workFor } from "../../../support/simulated-platform.ts"
import { commit, deploy, simulateFor, sourceIn } from "./deploy-railway.ts"
import { apiAddress, graphQL, idOf, resource, serviceByHand, shop, standing } from "./shop.ts"

const url = "https://shop-production-api.up.railway.app/health"

function visited({ simulation }: SimulatedPlatform): string | number | undefined {
  const outcome = simulation.visit?.({ method: "GET", url, headers: {} })
  if (outcome?.status !== "answered") return undefined
  const { headers, statusCode } = outcome.answer
  return statusCode === 200 ? headers["x-aidep-deployment"] : statusCode
}

test("a service is up when its deployment is, and tells so", async () => {
  const platform = await simulateFor(shop)
  const outcomes = await deploy(platform, shop)
  expect(outcomes.get(apiAddress)).toEqual({
    status: "applied",
    id: idOf(platform, "service", "shop-production-api"),
    outputs: {
      url: "https://shop-production-api.up.railway.app",
      host: "shop-production-api.up.railway.app",
    },
  })
  expect(visited(platform)).toBe("d-api-1")
  expect(platform.progress.filter((text) => text.startsWith("api"))).toEqual([
    "api: Initializing",
    "api: Building",
    "api: Deploying",
    "api: Success",
  ])
})

test("what is deployed is exactly the commit, and nothing is deployed by itself", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const sent = platform.exchanges
    .filter(({ request }) => request.operation === "railway.applyService")
    .map(({ request }) => JSON.parse(request.body ?? "").variables)
  expect(sent.map((variables) => variables.commit)).toEqual([null, commit])
  expect(sent.at(-1)).toMatchObject({
    settings: { source: { repo: "acme/shop" } },
    autoDeploy: { enabled: false },
    withRepository: true,
    variables: { replace: true, skipDeploys: true },
  })
})

test.each([
  ["build-fails", "platform/build-failed", "exit code: 1"],
  ["crash-loop", "platform/crashed", "ended with status 1"],
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
    expect(await standing(platform)).toMatchObject({ state: "failed", deploymentId: "d-api-2" })
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

test("an answer that accepts a change and leaves it undone is caught", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  platform.interfere = (request, pass) =>
    request.operation === "railway.applyService" ? graphQL({ data: { deployment: "d" } }) : pass()
  const outcomes = await deploy(platform, shop, { version: "2" })
  expect(outcomes.get(apiAddress)).toMatchObject({
    status: "failed",
    problem: { code: "platform/left-undone", exit: 75 },
  })
  expect((await standing(platform))?.deploymentId).toBe("d-api-1")
})

test("an older deployment that a late answer still shows is not taken for the new one", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const before = platform.exchanges.findLast(
    ({ request }) => request.operation === "railway.serviceInstance",
  )
  let looks = 0
  platform.interfere = (request, pass) => {
    const outcome = pass()
    if (request.operation !== "railway.serviceInstance" || outcome.status === "failed")
      return outcome
    looks += 1
    if (looks > 3 || before?.outcome.status !== "answered") return outcome
    const stale = JSON.parse(before.outcome.body).data.serviceInstance.latestDeployment
    const { data } = JSON.parse(outcome.body)
    const serviceInstance = { ...data.serviceInstance, latestDeployment: stale }
    return graphQL({ data: { ...data, serviceInstance } })
  }
  const only = shop.resources.filter(({ address }) => address === apiAddress)
  const outcomes = await deploy(platform, { ...shop, resources: only }, { version: "2" })
  expect(outcomes.get(apiAddress)).toMatchObject({ status: "applied" })
  expect(visited(platform)).toBe("d-api-2")
})

test("a deployment that never ends is given up, with what was being waited for", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const work = workFor(resource(apiAddress), { project: shop.project, sourceOf: sourceIn(shop) })
  serviceByHand(platform, "shop-production-api", (instance) => ({
    ...instance,
    deployments: instance.deployments.map((one) => ({ ...one, buildMs: 10 * 3_600_000 })),
  }))
  const startMs = platform.clock.nowMs()
  const id = idOf(platform, "service", "shop-production-api")
  platform.exchanges.length = 0
  const outcome = await platform.remote.settle?.({ ...work, id }, platform.scope())
  expect(outcome).toMatchObject({
    status: "failed",
    problem: { code: "platform/settle-timeout", details: { item: "api", minutes: 45 } },
  })
  expect(platform.clock.nowMs() - startMs).toBeGreaterThanOrEqual(45 * 60_000)
  expect(operations(platform).length).toBeLessThanOrEqual(100)
})
