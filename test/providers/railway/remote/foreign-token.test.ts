import { describe, expect, test } from "vitest"
import { foreignToken, projectToken } from "../../../../providers/railway/simulator/tokens.ts"
import { observed } from "../../../support/simulated-platform.ts"
import { deploy, simulateFor } from "./deploy-railway.ts"
import { placeAddress, resource, shop } from "./shop.ts"

async function deployed() {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const known = new Map((await observed(platform)).map(({ address, id }) => [address, id]))
  return { platform, known }
}

describe("a token of another workspace", () => {
  test("is not authorized for what is ours, and the error says what it reaches", async () => {
    const { known, platform } = await deployed()
    const before = platform.simulation.inventory()
    const outcome = await platform.remote.observe(
      platform.scope({ known, credential: () => foreignToken }),
    )
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "railway/other-workspace", exit: 77 },
    })
    expect(JSON.stringify(outcome)).toContain("reaches Elsewhere")
    expect(JSON.stringify(outcome)).not.toContain(foreignToken)
    expect(platform.simulation.inventory()).toEqual(before)
    const answers = platform.exchanges.flatMap(({ outcome: seen }) =>
      seen.status === "answered" ? [seen.body] : [],
    )
    expect(answers.some((body) => body.includes("Not Authorized"))).toBe(true)
  })

  test("is the right one where the options name its workspace: what is gone is made anew", async () => {
    const { known, platform } = await deployed()
    const options = { workspace: "Elsewhere" }
    const scope = platform.scope({ known, credential: () => foreignToken, options })
    expect(await platform.remote.observe(scope)).toEqual({ status: "observed", resources: [] })
    const work = { desired: resource(placeAddress), variables: {}, source: undefined }
    expect(await platform.remote.create(work, scope)).toMatchObject({ status: "applied" })
  })

  test("does not reach the workspace of the options", async () => {
    const platform = await simulateFor(shop)
    const options = { workspace: "Simulated" }
    const scope = platform.scope({ credential: () => foreignToken, options })
    const work = { desired: resource(placeAddress), variables: {}, source: undefined }
    expect(await platform.remote.create(work, scope)).toMatchObject({
      problem: { code: "railway/workspace-unknown", exit: 77 },
    })
  })

  test("is not suspected where nothing was ever made", async () => {
    const platform = await simulateFor(shop)
    const scope = platform.scope({ credential: () => foreignToken })
    expect(await platform.remote.observe(scope)).toEqual({ status: "observed", resources: [] })
  })
})

describe("a project token", () => {
  test("is told from a wrong one, with what it is for", async () => {
    const { platform } = await deployed()
    const outcome = await platform.remote.observe(
      platform.scope({ credential: () => projectToken }),
    )
    expect(outcome).toMatchObject({
      status: "failed",
      problem: { code: "railway/project-token", exit: 77 },
    })
    expect(JSON.stringify(outcome)).toContain('the environment \\"production\\" of \\"shop\\"')
    expect(JSON.stringify(outcome)).not.toContain(projectToken)
  })

  test("is not looked for with a token that is accepted", async () => {
    const { platform } = await deployed()
    expect(platform.exchanges.map(({ request }) => request.operation)).not.toContain(
      "railway.projectToken",
    )
  })
})
