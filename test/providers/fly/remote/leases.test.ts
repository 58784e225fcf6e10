import { expect, test } from "vitest"
import type { Lease } from "../../../../providers/fly/simulator/account.ts"
import { operations } from "../../../support/simulated-platform.ts"
import { deploy, simulateFor } from "./deploy-fly.ts"
import { apiAddress, deployments, machineByHand, machinesOf, shop, shopWith } from "./shop.ts"

const theirs = (expiresAtMs: number): Lease => ({
  nonce: "theirs",
  owner: "ann@example.com",
  description: "fly deploy",
  expiresAtMs,
})

async function leasedFor(seconds: number) {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const [, second] = machinesOf(platform)
  const lease = theirs(platform.clock.nowMs() + seconds * 1000)
  machineByHand(platform, second?.id ?? "", (machine) => ({ ...machine, lease }))
  return platform
}

test("a lease that somebody else holds is waited for", async () => {
  const platform = await leasedFor(90)
  const startMs = platform.clock.nowMs()
  const outcomes = await deploy(platform, shop, { version: "2" })
  expect(outcomes.get(apiAddress)).toMatchObject({ status: "applied" })
  expect(platform.clock.nowMs() - startMs).toBeGreaterThan(60_000)
  expect(deployments(platform)).toEqual({ "d-api-2": 3 })
})

test("a lease that does not end stops the deploy, naming who holds it; the Machine is not changed", async () => {
  const platform = await leasedFor(3600)
  const outcome = (await deploy(platform, shop, { version: "2" })).get(apiAddress)
  expect(outcome).toMatchObject({ problem: { code: "fly/machine-leased", exit: 75 } })
  expect(JSON.stringify(outcome)).toContain("ann@example.com (fly deploy)")
  expect(deployments(platform)).toEqual({ "d-api-1": 2, "d-api-2": 1 })
  const [, second] = machinesOf(platform)
  expect(second?.lease).toMatchObject({ nonce: "theirs" })
})

test("every call that changes a Machine which stands carries the nonce of a lease", async () => {
  const on = shopWith("    platforms: { fly: { strategy: bluegreen } }\n")
  const platform = await simulateFor(on)
  await deploy(platform, on)
  await deploy(platform, on, { version: "2" })
  const changing = platform.exchanges.filter(({ request }) =>
    /^fly\.(update|destroy|cordon|uncordon)Machine$/.test(request.operation),
  )
  expect(changing.length).toBeGreaterThan(0)
  for (const { request } of changing)
    expect([request.operation, request.headers["fly-machine-lease-nonce"]]).toEqual([
      request.operation,
      expect.stringMatching(/^5[\da-f]+$/),
    ])
  const taken = operations(platform).filter((name) => name === "fly.acquireLease")
  expect(taken).toHaveLength(changing.length)
  expect(machinesOf(platform).filter(({ lease }) => lease !== undefined)).toEqual([])
})
