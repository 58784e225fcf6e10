import { expect, test } from "vitest"
import { observed, operations, workFor } from "../../../support/simulated-platform.ts"
import { apiAddress, cacheAddress, placeAddress, resource, shop } from "./shop.ts"
import { stackManifests } from "../../../support/stack-manifests.ts"
import { wired } from "../../_shared/deploy-with-edge.ts"
import { deploy, projectOn, simulateFor, sourceIn } from "./deploy-railway.ts"

const stacks = stackManifests().filter(({ name }) => ["lora-gateway", "llm-app"].includes(name))
const requestsAnHourOfFreePlans = 100

test.each(stacks)(
  "two deploys of $name fit into the hour of a free plan",
  async ({ name, text }) => {
    const on = projectOn(text)
    const platform = await simulateFor(on)
    await deploy(platform, on)
    const first = operations(platform).length
    platform.exchanges.length = 0
    await deploy(platform, on, { version: "2" })
    const second = operations(platform).length
    const services = on.resources.length - 1
    console.log(`Requests to Railway for the ${services} of ${name}: ${first}, then ${second}.`)
    expect(first + second).toBeLessThanOrEqual(requestsAnHourOfFreePlans)
    expect(services).toBeGreaterThan(0)
  },
)

/** What the table in the README says, in its order. */
test("each step takes as many requests as the README says", async () => {
  const platform = await simulateFor(shop)
  const { remote, scope } = platform
  const input = { project: shop.project, sourceOf: sourceIn(shop) }
  const work = (address: string) => workFor(resource(address), input)
  const requestsOf = async (step: () => Promise<unknown>) => {
    platform.exchanges.length = 0
    await step()
    return operations(platform).length
  }
  expect({
    environment: await requestsOf(() => remote.create(work(placeAddress), scope())),
    store: await requestsOf(() => remote.create(work(cacheAddress), scope())),
    serviceWithVolume: await requestsOf(() => remote.create(work(apiAddress), scope())),
    look: await requestsOf(() => observed(platform)),
  }).toEqual({ environment: 2, store: 5, serviceWithVolume: 5, look: 2 })
  const standing = await observed(platform)
  const found = standing.find(({ address }) => address === apiAddress)
  if (found === undefined) throw new Error("it is gone")
  const update = () => remote.update({ ...work(apiAddress), observed: found }, scope())
  expect(await requestsOf(update)).toBe(3)
  const removals: number[] = []
  for (const one of standing.toReversed())
    removals.push(await requestsOf(() => remote.remove(one, scope())))
  expect(removals).toEqual([3, 3, 4])
})

test("a domain and a bucket take as many requests as the README says", async () => {
  const on = projectOn(`
version: 1
name: shop
services: { api: { kind: web, source: ., targets: [railway], port: 3000 } }
resources: { files: { kind: bucket, targets: [railway] } }
edge: { target: cloudflare, domain: api.example.com, service: api }
`)
  const platform = await simulateFor(on)
  const kinds = ["origin-domain", "bucket"]
  await deploy(platform, on, {
    resources: on.resources.filter(({ owner, kind }) => owner !== "(edge)" && kind !== "bucket"),
  })
  const counts: Record<string, number> = {}
  for (const one of on.resources.filter(({ kind }) => kinds.includes(kind))) {
    const desired = wired(one, await observed(platform))
    const work = { desired, variables: {}, source: undefined }
    platform.exchanges.length = 0
    await platform.remote.create(work, platform.scope())
    counts[desired.kind] = operations(platform).length
  }
  expect(counts).toEqual({ "origin-domain": 4, bucket: 5 })
  const standing = await observed(platform)
  for (const found of standing.filter(({ kind }) => kinds.includes(kind))) {
    platform.exchanges.length = 0
    await platform.remote.remove(found, platform.scope())
    counts[found.kind] = operations(platform).length
  }
  expect(counts).toEqual({ "origin-domain": 1, bucket: 3 })
})
