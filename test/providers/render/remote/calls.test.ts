import { expect, test } from "vitest"
import { observed, operations, workFor } from "../../../support/simulated-platform.ts"
import { wired } from "../../_shared/deploy-with-edge.ts"
import { deploy, projectOn, simulateFor, sourceIn } from "./deploy-render.ts"
import { apiAddress, cacheAddress, placeAddress, resource, shop } from "./shop.ts"

/** What the table in the README says, in its order. */
test("each step takes as many calls as the README says", async () => {
  const platform = await simulateFor(shop)
  const { remote, scope } = platform
  const input = { project: shop.project, sourceOf: sourceIn(shop) }
  const work = (address: string) => workFor(resource(address), input)
  const callsOf = async (step: () => Promise<unknown>) => {
    platform.exchanges.length = 0
    await step()
    return operations(platform).length
  }
  expect({
    environment: await callsOf(() => remote.create(work(placeAddress), scope())),
    store: await callsOf(() => remote.create(work(cacheAddress), scope())),
    service: await callsOf(() => remote.create(work(apiAddress), scope())),
    look: await callsOf(() => observed(platform)),
  }).toEqual({ environment: 3, store: 5, service: 4, look: 5 + 2 + 1 })
  const standing = await observed(platform)
  const change = async (address: string) => {
    const found = standing.find((one) => one.address === address)
    if (found === undefined) throw new Error("it is gone")
    return await callsOf(() => remote.update({ ...work(address), observed: found }, scope()))
  }
  expect([await change(cacheAddress), await change(apiAddress)]).toEqual([2, 4])
  const removals: number[] = []
  for (const one of standing.toReversed())
    removals.push(await callsOf(() => remote.remove(one, scope())))
  expect(removals).toEqual([1, 1, 3])
})

test("a domain takes as many calls as the README says", async () => {
  const on = projectOn(`
version: 1
name: shop
services: { api: { kind: web, source: ., targets: [render], port: 3000 } }
edge: { target: cloudflare, domain: api.example.com, service: api }
`)
  const platform = await simulateFor(on)
  await deploy(platform, on, { resources: on.resources.filter(({ owner }) => owner !== "(edge)") })
  const [place, service] = await observed(platform)
  if (place === undefined || service === undefined) throw new Error("it is gone")
  const desired = on.resources.find(({ kind }) => kind === "origin-domain")
  if (desired === undefined) throw new Error("there is no domain")
  const work = { desired: wired(desired, [place, service]), variables: {}, source: undefined }
  platform.exchanges.length = 0
  await platform.remote.create(work, platform.scope())
  expect(operations(platform)).toHaveLength(3)
  await platform.remote.settle?.({ ...work, id: "" }, platform.scope())
  expect(operations(platform)).toHaveLength(3 + 2)
  const found = (await observed(platform)).find(({ kind }) => kind === "origin-domain")
  if (found === undefined) throw new Error("there is no domain")
  platform.exchanges.length = 0
  await platform.remote.remove(found, platform.scope())
  expect(operations(platform)).toHaveLength(2)
})
