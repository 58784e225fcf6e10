import { expect, test } from "vitest"
import { operations } from "../../../../support/simulated-platform.ts"
import {
  address,
  behind,
  deployEdge,
  edgeOn,
  railwayOrigin,
  renderOrigin,
  simulateZones,
  withWorker,
} from "./deploy-edge.ts"

/** What the table in the README says, in its order. */
test("each step takes as many calls as the README says", async () => {
  const platform = await simulateZones("example.com")
  const { remote, scope } = platform
  const resources = behind(edgeOn(), railwayOrigin)
  const of = (where: string, all = resources) => {
    const desired = all.find((one) => one.address === where)
    if (desired === undefined) throw new Error(`no ${where}`)
    return { desired, variables: {}, source: undefined }
  }
  const callsOf = async (step: () => Promise<unknown>) => {
    platform.exchanges.length = 0
    await step()
    return operations(platform).length
  }
  const create = async (where: string) =>
    await callsOf(async () => await remote.create(of(where), scope()))
  expect({
    verification: await create(address("verification")),
    rules: await create(address("ruleset", "cache")),
    record: await create(address("record")),
    look: await callsOf(async () => await remote.observe(scope())),
  }).toEqual({ verification: 4, rules: 3, record: 3, look: 8 })
  expect(await create(address("ruleset", "cache"))).toBe(2)
  const moved = behind(edgeOn(), renderOrigin)
  const record = of(address("record"), moved)
  expect(await callsOf(async () => await remote.create(record, scope()))).toBe(3)
  const standing = await remote.observe(scope())
  const found = standing.status === "observed" ? standing.resources.toReversed() : []
  const removals: (readonly [string, number])[] = []
  for (const one of found)
    removals.push([one.kind, await callsOf(async () => await remote.remove(one, scope()))])
  expect(removals).toEqual([
    ["ruleset", 3],
    ["record", 2],
    ["verification", 3],
  ])
  const [domain] = edgeOn({ target: "cloudflare", edge: "tls: strict" })
  if (domain === undefined) throw new Error("no domain")
  await deployEdge(platform, [])
  withWorker(platform)
  const work = { desired: domain, variables: {}, source: undefined }
  expect(await callsOf(async () => await remote.create(work, scope()))).toBe(2)
})
