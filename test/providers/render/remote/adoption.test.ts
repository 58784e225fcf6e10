import { rmSync } from "node:fs"
import { join } from "node:path"
import type { Account } from "../../../../providers/render/simulator/account.ts"
import { adopt } from "../../../../src/workflows/adopt.ts"
import { type SimulatedShop, simulatedShop } from "../../../workflows/deploy/simulated/shop.ts"
import { expect, test } from "vitest"
import { observed, workFor } from "../../../support/simulated-platform.ts"
import { simulateFor, sourceIn } from "./deploy-render.ts"
import { apiAddress, placeAddress, resource, shop as small } from "./shop.ts"

test("a service of somebody else that was taken over is changed, and is ours from then on", async () => {
  const platform = await simulateFor(small)
  const { remote, scope } = platform
  const input = { project: small.project, sourceOf: sourceIn(small) }
  const work = workFor(resource(apiAddress), input)
  await remote.create(workFor(resource(placeAddress), input), scope())
  const made = await remote.create(work, scope())
  if (made.status === "failed") throw new Error(made.problem.message)
  const { simulation } = platform
  simulation.restore(
    JSON.parse(JSON.stringify(simulation.save()).replaceAll("shop/production/api", "theirs")),
  )
  expect((await observed(platform)).map(({ address }) => address)).toEqual([placeAddress])
  const known = new Map([[apiAddress, made.id]])
  const found = (await observed(platform, { known })).find(({ address }) => address === apiAddress)
  if (found === undefined) throw new Error("it was not taken over")
  await remote.update({ ...work, observed: found }, scope({ known }))
  expect((await observed(platform)).map(({ address }) => address)).toEqual([
    placeAddress,
    apiAddress,
  ])
})

const input = { manifest: "aidep.yaml" } as const
const cacheAddress = "production/cache/store/cache"
const gatewayAddress = "production/gateway/service/gateway"

/** As if somebody had made a gateway and a cache by hand, under names of their own, outside of the environment. */
async function madeByHand() {
  const made = await simulatedShop("render")
  await made.deploy()
  const account = accountOf(made)
  const service = Object.values(account.services).find(({ name }) => name.endsWith("-gateway"))
  const [store] = Object.values(account.stores)
  if (service === undefined || store === undefined) throw new Error("nothing was made")
  const shop = await simulatedShop("render")
  const place = { environmentId: undefined }
  const variables = { THEIRS: "1" }
  shop.world.simulations.get("render")?.restore({
    ...accountOf(shop),
    made: account.made,
    services: { [service.id]: { ...service, ...place, name: "old-gateway", variables } },
    stores: { [store.id]: { ...store, ...place, name: "old-cache", plan: "standard" } },
  })
  return { shop, service, store }
}

function accountOf({ world }: SimulatedShop): Account {
  return world.simulations.get("render")?.save() as Account
}

test("a service and a store of other names are taken over before the first deploy, and moved", async () => {
  const { service, shop, store } = await madeByHand()
  await adopt({ ...input, address: "cache", id: store.id }, shop.context)
  await adopt({ ...input, address: gatewayAddress, id: service.id }, shop.context)
  expect(shop.changes).toEqual([])
  const { plan } = await shop.plan()
  const changeOf = (address: string) => plan.changes.find((one) => one.address === address)
  expect(changeOf(gatewayAddress)?.change).toBe("update")
  expect(changeOf(cacheAddress)).toMatchObject({ change: "update", destroysData: false })
  expect(changeOf(cacheAddress)?.fields.map(({ path }) => path)).toEqual([
    "name",
    "plan",
    "environment",
  ])
  await shop.deploy()
  const { environments, services, stores } = accountOf(shop)
  const [environmentId] = Object.keys(environments)
  expect(services[service.id]).toMatchObject({ name: "lora-production-gateway", environmentId })
  expect(stores[store.id]).toMatchObject({ name: "lora-production-cache", environmentId })
  expect(Object.keys(stores)).toEqual([store.id])
  expect((await shop.plan()).pending).toBe(false)
})

test("what was taken over is ours without a journal too", async () => {
  const { service, shop, store } = await madeByHand()
  await adopt({ ...input, address: "cache", id: store.id }, shop.context)
  await adopt({ ...input, address: gatewayAddress, id: service.id }, shop.context)
  await shop.deploy()
  rmSync(join(shop.folder, ".aidep/state"), { recursive: true })
  expect((await shop.plan()).pending).toBe(false)
})

test("a store in another region is shown as one whose data would be lost", async () => {
  const { shop, store } = await madeByHand()
  const account = accountOf(shop)
  const stores = { [store.id]: { ...store, environmentId: undefined, region: "frankfurt" } }
  shop.world.simulations.get("render")?.restore({ ...account, stores })
  await adopt({ ...input, address: "cache", id: store.id }, shop.context)
  const { plan } = await shop.plan()
  expect(plan.changes.find(({ address }) => address === cacheAddress)).toMatchObject({
    change: "replace",
    destroysData: true,
  })
})
