import { describe, expect, test } from "vitest"
import { foreignKey } from "../../../../providers/render/simulator/keys.ts"
import { observed } from "../../../support/simulated-platform.ts"
import { deploy, simulateFor } from "./deploy-render.ts"
import { placeAddress, resource, shop } from "./shop.ts"

async function deployed() {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const known = new Map((await observed(platform)).map(({ address, id }) => [address, id]))
  return { platform, known }
}

describe("an API key of another workspace", () => {
  test("sees nothing of ours, and is told from an empty workspace by what was made before", async () => {
    const { known, platform } = await deployed()
    const before = platform.simulation.inventory()
    const scope = platform.scope({ known, credential: () => foreignKey })
    const outcome = await platform.remote.observe(scope)
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "render/other-workspace", exit: 77 },
    })
    expect(JSON.stringify(outcome)).toContain("reaches Elsewhere")
    expect(JSON.stringify(outcome)).not.toContain(foreignKey)
    expect(platform.simulation.inventory()).toEqual(before)
  })

  test("does not reach the workspace of the options", async () => {
    const { known, platform } = await deployed()
    const options = { workspace: "Simulated" }
    const scope = platform.scope({ known, credential: () => foreignKey, options })
    expect(await platform.remote.observe(scope)).toMatchObject({
      problem: { code: "render/workspace-unknown", exit: 77 },
    })
  })

  test("is the right one where the options name its workspace: what is gone is made anew", async () => {
    const { known, platform } = await deployed()
    const options = { workspace: "Elsewhere" }
    const scope = platform.scope({ known, credential: () => foreignKey, options })
    expect(await platform.remote.observe(scope)).toEqual({ status: "observed", resources: [] })
    const work = { desired: resource(placeAddress), variables: {}, source: undefined }
    expect(await platform.remote.create(work, scope)).toMatchObject({ status: "applied" })
  })

  test("is not suspected where nothing was ever made", async () => {
    const platform = await simulateFor(shop)
    const scope = platform.scope({ credential: () => foreignKey })
    expect(await platform.remote.observe(scope)).toEqual({ status: "observed", resources: [] })
  })

  test("cannot look at a service of ours by its id", async () => {
    const { known, platform } = await deployed()
    const id = known.get("production/api/service/api") ?? ""
    const answer = platform.simulation.answer?.({
      operation: "render.retrieveService",
      method: "GET",
      url: `https://api.render.com/v1/services/${id}`,
      headers: { authorization: `Bearer ${foreignKey}` },
      effect: "read",
      idempotent: true,
      timeoutMs: 1000,
    })
    expect(answer).toMatchObject({ status: "answered", statusCode: 404 })
  })
})
