import { expect, test } from "vitest"
import render from "../../../../providers/render/provider.ts"
import { partOf } from "../../../../providers/render/remote/read/built-name.ts"
import { simulatePlatform } from "../../../support/simulated-platform.ts"

const long = "a-store-with-a-name-that-goes-on-and-on-and-on-and-on"

test.each([
  ["production", "cache", "cache"],
  ["pr-12", "cache", "cache"],
  ["pr-12", "cache-2", "cache-2"],
  // What was cut off cannot be told: such a store is found when it is made again.
  ["production", long, undefined],
])("in %s the name of %s stands for %s", async (environment, part, expected) => {
  const { scope } = await simulatePlatform(render, { environment })
  expect(partOf(scope().nameOf(part), scope())).toBe(expected)
})

test.each(["cache", "shop-staging-cache", "shop-production-", "other-production-cache"])(
  "%s was not built for production",
  async (name) => {
    const { scope } = await simulatePlatform(render)
    expect(partOf(name, scope())).toBeUndefined()
  },
)
