import { expect, test } from "vitest"
import { derivedToken } from "../../../../src/core/release/derived-token.ts"
import { secrets } from "../../../sweeps/world.ts"
import { errorOf } from "../scene.ts"
import { answer, everything, type SimulatedShop, simulatedShop } from "./shop.ts"

/** Secrets, tokens that are made of them, and the platforms' own credentials. */
function canariesOf({ world }: SimulatedShop, platform: string): readonly string[] {
  const token = derivedToken(secrets.AIDEP_SECRET_KEY, {
    environment: "production",
    service: "inference",
  })
  const own = Object.entries(world.context.variables)
    .filter(([name]) => name.startsWith(platform.toUpperCase()))
    .flatMap(([, value]) => value ?? [])
  expect(own).not.toEqual([])
  return [...Object.values(secrets), token, ...own]
}

const silent = (shop: SimulatedShop, platform: string) => {
  const text = everything(shop)
  expect(text).toContain("production/gateway")
  for (const canary of canariesOf(shop, platform)) expect(text).not.toContain(canary)
}

test.each(["render", "railway"])(
  "on %s, nothing that is said or written holds a secret",
  async (platform) => {
    const shop = await simulatedShop(platform)
    await shop.plan({ out: "first.plan" })
    await shop.deploy()
    shop.write("b")
    await shop.plan({ out: "second.plan" })
    await shop.deploy()
    await shop.rollback()

    // A version that does not come up is undone; what it wrote is part of the error.
    shop.write("c")
    shop.world.simulations.get(platform)?.breakNext("inference", "crash-loop")
    const crashed = await errorOf(shop.deploy())
    expect(crashed.exit).toBe(4)
    expect(crashed.details).toMatchObject({ undone: true })

    // A platform that says in its refusal what it was sent.
    shop.write("d")
    shop.interfere = ({ effect, body }) =>
      effect === "change"
        ? answer(400, { message: `not so: ${body}`, errors: [{ message: `not so: ${body}` }] })
        : undefined
    expect((await errorOf(shop.deploy())).exit).not.toBe(0)
    silent(shop, platform)
  },
)
