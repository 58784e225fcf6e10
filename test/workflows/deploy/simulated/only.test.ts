import { expect, test } from "vitest"
import { deploy } from "../../../../src/workflows/deploy/deploy.ts"
import { input, signal, simulatedShop } from "./shop.ts"

test.each(["render", "railway"])(
  "on %s, a first deploy of one part makes the place that it needs, and nothing else",
  async (platform) => {
    const { context, plan } = await simulatedShop(platform)
    const asked = { ...input, signal, progress: () => {}, only: ["cache"] }
    const { verdict } = await deploy(asked, context)
    expect(verdict.status).toBe("live (platform evidence)")
    const { plan: rest } = await plan()
    expect(rest.changes.map(({ change, owner }) => `${change} ${owner}`).toSorted()).toEqual([
      "create gateway",
      "create inference",
      "none (project)",
      "none cache",
    ])
  },
)
