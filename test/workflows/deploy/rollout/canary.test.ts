import { describe, expect, test } from "vitest"
import { fakeWorld } from "../../../support/fake-platform.ts"
import { plan } from "../../../../src/workflows/plan/plan.ts"
import { errorOf, input, manifest, type Scene, scene } from "../scene.ts"

const canary = `${manifest}rollout: { strategy: canary, steps: [10%, 50%, 100%], pause: 20s }\n`

/** The shop stands, and the gateway has a new version. */
async function changedShop(text = canary): Promise<Scene> {
  const shop = scene({ "/project/aidep.yaml": text }, {}, fakeWorld({ splits: true }))
  await shop.deploy()
  await shop.write("gateway/package.json", '{ "scripts": { "start": "node new.js" } }')
  shop.world.calls.length = 0
  return shop
}

const idOf = ({ standing }: Scene) => standing("gateway").deploymentId

describe("a canary", () => {
  test("gives a new version more and more of the traffic while it is no worse", async () => {
    const shop = await changedShop()
    const before = idOf(shop)
    await shop.deploy()
    expect(shop.world.calls).toEqual([
      "shift gateway 10",
      "shift gateway 50",
      "shift gateway 100",
      "update gateway",
    ])
    expect(idOf(shop)).not.toBe(before)
    expect(shop.progress.filter((text) => text.includes("no worse"))).toHaveLength(2)
  })

  test("that answers with errors is taken back, and the version before serves all", async () => {
    const shop = await changedShop()
    const before = idOf(shop)
    shop.canaryAnswers.set("gateway", { statusCode: 500 })
    const error = await errorOf(shop.deploy())
    expect(shop.world.calls).toEqual(["shift gateway 10", "abort gateway"])
    expect(error.details).toMatchObject({ cause: "rollout/taken-back", item: "gateway" })
    expect(error.message).toContain("at 10 % of the traffic: It is worse")
    expect(idOf(shop)).toBe(before)
    expect(shop.world.canaries?.size).toBe(0)
  })

  test("that is much slower is taken back", async () => {
    const shop = await changedShop()
    shop.canaryAnswers.set("gateway", { tookMs: 900 })
    const error = await errorOf(shop.deploy())
    expect(error.message).toContain("latency")
    expect(shop.world.calls).toEqual(["shift gateway 10", "abort gateway"])
  })

  test("is held where too few requests meet it, and taken back when that stays so", async () => {
    const shop = await changedShop(canary.replace("10%, 50%", "1%"))
    const error = await errorOf(shop.deploy())
    expect(error.message).toContain("of the 20 requests that a judgement needs")
    expect(shop.progress.filter((text) => text.includes("Holding at 1 %"))).toHaveLength(2)
  })

  test("whose platform refuses a step is taken back with the reason", async () => {
    const shop = await changedShop()
    shop.world.interfere = (call) =>
      call === "shift gateway 50" ? { message: "No room for it." } : undefined
    const error = await errorOf(shop.deploy())
    expect(error.message).toContain("at 50 % of the traffic: No room for it.")
    expect(shop.world.calls).toEqual(["shift gateway 10", "shift gateway 50", "abort gateway"])
  })

  test("that cannot be taken back is told as two versions side by side", async () => {
    const shop = await changedShop()
    shop.canaryAnswers.set("gateway", { statusCode: 500 })
    shop.world.interfere = (call) =>
      call === "abort gateway" ? { message: "Try later." } : undefined
    const error = await errorOf(shop.deploy())
    expect(error.details).toMatchObject({ cause: "rollout/still-split" })
    expect(error.message).toContain("side by side")
  })

  test("that is interrupted stays as it is, and the next deploy goes on", async () => {
    const shop = await changedShop()
    const stop = new AbortController()
    shop.answers.set("gateway", () => void stop.abort())
    const error = await errorOf(shop.deploy({ signal: stop.signal }))
    expect(error.exit).toBe(130)
    expect(shop.world.calls).toEqual(["shift gateway 10"])
    expect(shop.world.canaries?.get("gateway")?.percent).toBe(10)
    shop.answers.clear()
    await shop.deploy()
    expect(shop.world.canaries?.size).toBe(0)
    expect(shop.world.calls.slice(1)).toEqual([
      "shift gateway 10",
      "shift gateway 50",
      "shift gateway 100",
      "update gateway",
    ])
  })
})

async function rolloutIn({ context }: Scene) {
  const { changes } = (await plan(input, context)).plan
  return changes.find(({ owner }) => owner === "gateway")?.rollout
}

describe("the plan of a new version", () => {
  test("shows the steps of a canary, and what goes all at once all the same", async () => {
    const shop = await changedShop()
    expect(await rolloutIn(shop)).toEqual({ strategy: "canary", steps: [0.1, 0.5, 1] })
    const unable = scene({ "/project/aidep.yaml": canary })
    await unable.deploy()
    await unable.write("gateway/package.json", '{ "scripts": { "start": "node new.js" } }')
    expect(await rolloutIn(unable)).toEqual({ strategy: "all-at-once" })
  })

  test("says nothing of what is made, stays, or goes all at once as the manifest says", async () => {
    const fresh = scene({ "/project/aidep.yaml": canary })
    expect(await rolloutIn(fresh)).toBeUndefined()
    await fresh.deploy()
    expect(await rolloutIn(fresh)).toBeUndefined()
    expect(await rolloutIn(await changedShop(manifest))).toBeUndefined()
  })

  test("names blue-green where the platform has it", async () => {
    const shop = await changedShop(`${manifest}rollout: { strategy: blue-green }\n`)
    expect(await rolloutIn(shop)).toEqual({ strategy: "blue-green" })
  })
})

describe("a deploy without a canary", () => {
  test.each([
    ["a first version", async (shop: Scene) => void shop.world.standing.clear(), "create gateway"],
    [
      "one where nothing serves",
      async (shop: Scene) => {
        const key = [...shop.world.standing].find(([, { owner }]) => owner === "gateway")?.[0] ?? ""
        shop.world.standing.set(key, { ...shop.standing("gateway"), state: "failed" })
      },
      "update gateway",
    ],
  ])("is that of %s", async (_, prepare, call) => {
    const shop = await changedShop()
    await prepare(shop)
    await shop.deploy()
    expect(shop.world.calls).toContain(call)
    expect(shop.world.calls.filter((each) => each.startsWith("shift"))).toEqual([])
  })

  test("is the way back to a proven release", async () => {
    const shop = await changedShop()
    await shop.deploy()
    shop.world.calls.length = 0
    await shop.write("gateway/package.json", '{ "scripts": { "start": "node third.js" } }')
    await shop.write("model/package.json", '{ "scripts": { "start": "node third.js" } }')
    shop.canaryAnswers.set("gateway", { statusCode: 500 })
    await errorOf(shop.deploy())
    expect(shop.world.calls.slice(0, 5)).toEqual([
      "shift model 10",
      "shift model 50",
      "shift model 100",
      "update model",
      "shift gateway 10",
    ])
    expect(shop.world.calls).toContain("abort gateway")
  })
})
