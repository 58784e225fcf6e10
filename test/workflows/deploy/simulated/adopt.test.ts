import { describe, expect, test } from "vitest"
import { adopt } from "../../../../src/workflows/adopt.ts"
import { status } from "../../../../src/workflows/status.ts"
import { errorOf, scene } from "../scene.ts"
import { input, type SimulatedShop, simulatedShop } from "./shop.ts"

const address = "production/gateway/service/gateway"

/** As if somebody had made the gateway by hand, and nothing had been written down. Answers with its id. */
async function madeByHand(platform: string): Promise<{ shop: SimulatedShop; id: string }> {
  const made = await simulatedShop(platform)
  await made.deploy()
  const { resources } = await status(input, made.context)
  const { id = "", deploymentId = "" } = resources.find(({ owner }) => owner === "gateway") ?? {}
  const shop = await simulatedShop(platform)
  for (const [name, simulation] of shop.world.simulations) {
    const account = JSON.stringify(made.world.simulations.get(name)?.save())
    simulation.restore(
      JSON.parse(
        account.replaceAll(`lora/${address}`, "theirs").replaceAll(deploymentId, "theirs"),
      ),
    )
  }
  return { shop, id }
}

describe.each(["render", "railway"])("on %s", (platform) => {
  test("a service made by hand is in the way until it is taken over, then it is changed in place", async () => {
    const { shop, id } = await madeByHand(platform)
    const refused = await errorOf(shop.deploy())
    expect(refused.details).toMatchObject({ cause: "platform/name-taken" })
    expect(refused.hint).toContain(`aidep adopt ${address} ID`)

    shop.changes.length = 0
    const adopted = await adopt({ ...input, address, id }, shop.context)
    expect(adopted).toMatchObject({ address, id, platform })
    expect(shop.changes).toEqual([])
    const { plan } = await shop.plan()
    expect(plan.changes.find(({ owner }) => owner === "gateway")?.change).toBe("update")
    await shop.deploy()
    expect(shop.changes.filter((operation) => operation.endsWith(".createService"))).toEqual([])
    expect((await shop.plan()).pending).toBe(false)
    const again = await errorOf(adopt({ ...input, address: "inference", id }, shop.context))
    expect([again.exit, again.code]).toEqual([77, "adopt/is-ours"])
  })

  test("an id that is not there, and an address that is nothing, are refused", async () => {
    const { shop, id } = await madeByHand(platform)
    const wrong = id.replace(/[0-9a-z]{3}$/, "000")
    const gone = await errorOf(adopt({ ...input, address: "gateway", id: wrong }, shop.context))
    expect([gone.exit, gone.code]).toEqual([1, "adopt/not-found"])
    const unknown = await errorOf(adopt({ ...input, address: "x", id }, shop.context))
    expect([unknown.exit, unknown.code]).toEqual([2, "adopt/unknown-address"])
    expect(unknown.hint).toContain(address)
  })
})

test("a driver that takes nothing over says so", async () => {
  const shop = scene()
  const error = await errorOf(adopt({ ...input, address: "gateway", id: "1" }, shop.context))
  expect([error.exit, error.code]).toEqual([69, "adopt/not-possible"])
  expect(shop.files.paths().filter((path) => path.endsWith(".lock"))).toEqual([])
})
