import { expect, test } from "vitest"
import type { Provider } from "../../../src/provider/provider.ts"
import { fakeRegistry } from "../../support/fake-context.ts"
import { fakePlatform } from "../../support/fake-platform.ts"
import { errorOf, manifest, scene } from "./scene.ts"

const message = "Its command line is not installed."

/** It cannot be asked what stands there. */
function silent(platform: Provider): Provider {
  return {
    ...platform,
    remote: async () => {
      const remote = await platform.remote?.()
      if (remote === undefined) throw new Error("A platform without a driver.")
      const problem = { code: "fake/silent", message, hint: "", exit: 69, details: {} } as const
      return { ...remote, observe: async () => ({ status: "failed", problem }) }
    },
  }
}

test("a platform that cannot be asked and has nothing placed on it is left out, and told", async () => {
  const shop = scene()
  const { world } = shop
  const platforms = fakeRegistry([
    fakePlatform("alpha", world),
    silent(fakePlatform("beta", world)),
  ])
  await shop.deploy({ context: { platforms } })
  expect(shop.progress).toContain(`beta: Left out, since nothing is placed there: ${message}`)
})

test("one that something is placed on, or once was, ends the deploy before anything is changed", async () => {
  const placed = scene({
    "/project/aidep.yaml": manifest.replace("targets: [alpha]", "targets: [beta]"),
  })
  const asked = (shop: typeof placed) =>
    shop.deploy({
      context: {
        platforms: fakeRegistry([
          fakePlatform("alpha", shop.world),
          silent(fakePlatform("beta", shop.world)),
        ]),
      },
    })
  expect((await errorOf(asked(placed))).message).toBe(message)
  expect(placed.world.calls).toEqual([])
  const moved = scene({
    "/project/aidep.yaml": manifest.replace("targets: [alpha]", "targets: [beta]"),
  })
  await moved.deploy()
  await moved.write("aidep.yaml", manifest)
  expect((await errorOf(asked(moved))).message).toBe(message)
})
