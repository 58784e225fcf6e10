import { rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import type { Account, Instance } from "../../../../providers/railway/simulator/account.ts"
import { adopt } from "../../../../src/workflows/adopt.ts"
import { errorOf } from "../../../workflows/deploy/scene.ts"
import { type SimulatedShop, simulatedShop } from "../../../workflows/deploy/simulated/shop.ts"

const input = { manifest: "aidep.yaml" } as const
const cacheAddress = "production/cache/store/cache"
const gatewayAddress = "production/gateway/service/gateway"
const image = "ghcr.io/their/redis:7.2.1"
const theirVariables = {
  REDIS_PASSWORD: "their-password",
  REDISUSER: "default",
  REDIS_URL: "redis://${{REDISUSER}}:${{REDIS_PASSWORD}}@${{RAILWAY_PRIVATE_DOMAIN}}:6379",
}

function accountOf({ world }: SimulatedShop): Account {
  return world.simulations.get("railway")?.save() as Account
}

function serviceNamed({ services }: Account, end: string) {
  const found = Object.values(services).find(({ name }) => name.endsWith(end))
  if (found === undefined) throw new Error(`no service ${end}`)
  return found
}

function instanceOf({ instances }: Account, serviceId: string): Instance {
  const found = Object.values(instances).find((one) => one.serviceId === serviceId)
  if (found === undefined) throw new Error(`no instance of ${serviceId}`)
  return found
}

/**
 * As if somebody had made a gateway by hand, and a cache from another template than aidep's: other names, another image,
 * a command, another place of the volume, and an address that is put together from other variables.
 */
async function madeByHand(variables: Instance["variables"] = theirVariables) {
  const made = await simulatedShop("railway")
  await made.deploy()
  const account = accountOf(made)
  const cache = serviceNamed(account, "-cache")
  const gateway = serviceNamed(account, "-gateway")
  const changed = Object.entries(account.instances).map(([key, instance]) => {
    if (instance.serviceId === gateway.id)
      return [key, { ...instance, variables: { THEIRS: "1" } }] as const
    if (instance.serviceId !== cache.id) return [key, instance] as const
    const settings = { startCommand: "redis-server --requirepass $REDIS_PASSWORD" }
    return [key, { ...instance, settings, source: { image }, variables }] as const
  })
  const volumes = Object.entries(account.volumes).map(([key, volume]) => [
    key,
    { ...volume, name: "redis-volume", mountPath: "/data" },
  ])
  const shop = await simulatedShop("railway")
  shop.world.simulations.get("railway")?.restore({
    ...account,
    services: {
      ...account.services,
      [cache.id]: { ...cache, name: "Redis" },
      [gateway.id]: { ...gateway, name: "old-gateway" },
    },
    instances: Object.fromEntries(changed),
    volumes: Object.fromEntries(volumes),
  })
  return { shop, cache: cache.id, gateway: gateway.id }
}

describe("a service and a data store of other names", () => {
  test("are taken over, get our names, and the store keeps what it runs with", async () => {
    const { cache, gateway, shop } = await madeByHand()
    await adopt({ ...input, address: "cache", id: cache }, shop.context)
    await adopt({ ...input, address: gatewayAddress, id: gateway }, shop.context)
    expect(shop.changes).toEqual([])
    const { plan } = await shop.plan()
    const changeOf = (address: string) => plan.changes.find((one) => one.address === address)
    expect(changeOf(cacheAddress)).toMatchObject({ change: "update", destroysData: false })
    expect(changeOf(cacheAddress)?.fields.map(({ path }) => path)).toEqual(["name"])
    expect(changeOf(gatewayAddress)?.change).toBe("update")
    await shop.deploy()
    const after = accountOf(shop)
    expect(after.services[cache]?.name).toBe("lora-production-cache")
    expect(after.services[gateway]?.name).toBe("lora-production-gateway")
    const { settings, source, variables } = instanceOf(after, cache)
    expect(source).toEqual({ image })
    expect(settings["startCommand"]).toContain("--requirepass")
    expect(variables).toMatchObject(theirVariables)
    expect(Object.values(after.volumes)).toMatchObject([
      { mountPath: "/data", name: "redis-volume" },
    ])
    expect(instanceOf(after, gateway).variables["REDIS_URL"]).toBe(
      "redis://default:their-password@lora-production-cache.railway.internal:6379",
    )
    expect((await shop.plan()).pending).toBe(false)
  })

  test("are ours without a journal too", async () => {
    const { cache, gateway, shop } = await madeByHand()
    await adopt({ ...input, address: "cache", id: cache }, shop.context)
    await adopt({ ...input, address: gatewayAddress, id: gateway }, shop.context)
    await shop.deploy()
    rmSync(join(shop.folder, ".aidep/state"), { recursive: true })
    expect((await shop.plan()).pending).toBe(false)
  })

  test("whose address is written out get the new name into it", async () => {
    const before = "redis://default:their-password@Redis.railway.internal:6379"
    const { cache, shop } = await madeByHand({ ...theirVariables, REDIS_URL: before })
    await adopt({ ...input, address: "cache", id: cache }, shop.context)
    await shop.deploy()
    expect(instanceOf(accountOf(shop), cache).variables["REDIS_URL"]).toBe(
      "redis://default:their-password@lora-production-cache.railway.internal:6379",
    )
  })
})

test("a store that does not tell its address is left as it is, and gets no password", async () => {
  const { cache, shop } = await madeByHand({ REDIS_PASSWORD: "their-password" })
  await adopt({ ...input, address: "cache", id: cache }, shop.context)
  const error = await errorOf(shop.deploy())
  expect(error.details).toMatchObject({ cause: "railway/store-without-address" })
  const { variables } = instanceOf(accountOf(shop), cache)
  expect(variables).toEqual({ REDIS_PASSWORD: "their-password" })
})
