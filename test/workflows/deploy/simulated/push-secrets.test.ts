import { expect, test } from "vitest"
import { status } from "../../../../src/workflows/status.ts"
import { pushToServices, runsServices } from "../../../../src/workflows/secrets/push-to-services.ts"
import { everything, input, signal, simulatedShop } from "./shop.ts"

test.each(["render", "railway"])(
  "on %s, a changed secret is set again for the services that read it, and for no other",
  async (platform) => {
    const shop = await simulatedShop(platform)
    await shop.deploy()
    const idsOf = async () => {
      const { resources } = await status(input, shop.context)
      return Object.fromEntries(resources.map(({ owner, deploymentId }) => [owner, deploymentId]))
    }
    const before = await idsOf()
    const asked = { ...input, to: platform, signal, progress: () => {} }
    expect(await pushToServices(asked, shop.context)).toMatchObject({
      services: {},
      release: undefined,
    })
    expect(await idsOf()).toEqual(before)

    const variables = { ...shop.context.variables, API_KEYS: "canary-rotated-71c0" }
    const context = { ...shop.context, variables }
    const pushed = await pushToServices(asked, context)
    expect(pushed.services).toEqual({ gateway: ["API_KEYS"] })
    shop.said.push(pushed)
    expect(everything(shop)).not.toContain("canary-rotated-71c0")
    const after = await idsOf()
    expect(after["gateway"]).not.toBe(before["gateway"])
    expect(after["inference"]).toBe(before["inference"])
    expect((await pushToServices(asked, context)).services).toEqual({})
  },
)

test("this machine and platforms without a driver are no place to push to", async () => {
  const { context } = await simulatedShop("render")
  expect(await runsServices("render", context)).toBe(true)
  expect(await runsServices("local", context)).toBe(false)
  expect(await runsServices("vercel", context)).toBe(false)
})
