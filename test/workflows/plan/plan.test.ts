import { describe, expect, test } from "vitest"
import { destroyed, isEmpty } from "../../../src/core/plan/plan.ts"
import { plan } from "../../../src/workflows/plan/plan.ts"
import { readSavedPlan, refuseStale } from "../../../src/workflows/plan/read-saved-plan.ts"
import { canaries, errorOf, input, manifest, type Scene, scene } from "../deploy/scene.ts"

const planOf = async (shop: Scene, asked: Partial<Parameters<typeof plan>[0]> = {}) =>
  await plan({ ...input, ...asked }, shop.context)

const changesIn = async (shop: Scene) =>
  (await planOf(shop)).plan.changes.map(({ change, owner }) => `${change} ${owner}`)

describe("a plan", () => {
  test("tells what a first deploy would make, and changes nothing", async () => {
    const shop = scene()
    const { pending, plan: first } = await planOf(shop)
    expect(pending).toBe(true)
    expect(await changesIn(shop)).toEqual(["create gateway", "create model", "create cache"])
    expect(first.changes[0]?.fields).toContainEqual({
      path: "own",
      before: { type: "absent" },
      after: { type: "value", value: "web" },
      forcesReplacement: false,
    })
    expect(shop.world.calls).toEqual([])
    expect(shop.files.paths().filter((path) => path.includes(".aidep"))).toEqual([])
  })

  test("is empty after a deploy, and names what changed after that", async () => {
    const shop = scene()
    await shop.deploy()
    const { pending, plan: after } = await planOf(shop)
    expect([pending, isEmpty(after)]).toEqual([false, true])
    await shop.write("model/main.js", "changed")
    expect(await changesIn(shop)).toEqual(["none gateway", "update model", "none cache"])
    const { plan: changed } = await planOf(shop)
    expect(changed.changes[1]).toMatchObject({ why: "new deployment", restarts: true })
  })

  test("tells what would be removed with its data", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write(
      "aidep.yaml",
      manifest
        .replace(/resources:\n.*\n/, "")
        .replace('    env: { CACHE: "${resources.cache.url}" }\n', ""),
    )
    const { plan: planned } = await planOf(shop)
    expect(destroyed(planned)).toMatchObject([{ owner: "cache", destroysData: true }])
  })

  test("is limited to what --only names, and leaves the rest", async () => {
    const shop = scene()
    const { plan: limited } = await planOf(shop, { only: ["cache"] })
    expect(limited.changes.map(({ owner }) => owner)).toEqual(["cache"])
    await shop.deploy({ only: ["cache"] })
    expect(shop.world.calls).toEqual(["create cache"])
  })
})

describe("--only with a name that is nothing", () => {
  test("is refused, with the name that was meant", async () => {
    const shop = scene()
    for (const work of [
      () => planOf(shop, { only: ["gatewya"] }),
      () => shop.deploy({ only: ["gatewya"] }),
    ]) {
      const error = await errorOf(work())
      expect([error.exit, error.code]).toEqual([2, "gates/unknown-only"])
      expect(error.hint).toBe('Did you mean "--only gateway"?')
    }
    expect(shop.world.calls).toEqual([])
  })

  test("takes what stands and is no longer in the manifest", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write("aidep.yaml", manifest.replace(/ {2}gateway:[^]*? {2}model:/, "  model:"))
    const { plan: limited } = await planOf(shop, { only: ["gateway"] })
    expect(limited.changes.map(({ change, owner }) => `${change} ${owner}`)).toEqual([
      "remove gateway",
    ])
  })
})

describe("a saved plan", () => {
  test("is carried out while it holds, and refused when anything has changed", async () => {
    const shop = scene()
    await planOf(shop, { out: "release.plan", only: ["cache"] })
    const saved = await readSavedPlan("release.plan", shop.context)
    expect(saved.request).toEqual({ only: ["cache"] })
    const again = (await planOf(shop, saved.request)).plan
    refuseStale(again, saved, "release.plan")
    await shop.deploy({ only: ["cache"] })
    const later = (await planOf(shop, saved.request)).plan
    const error = await errorOf((async () => refuseStale(later, saved, "release.plan"))())
    expect([error.exit, error.code]).toEqual([75, "deploy/stale-plan"])
    expect(error.hint).toContain("aidep plan --out release.plan")
  })

  test.each([
    [
      "the manifest",
      async (shop: Scene) => await shop.write("aidep.yaml", manifest.replace("/v1", "/v2")),
    ],
    ["the code", async (shop: Scene) => await shop.write("gateway/main.js", "changed")],
    [
      "a secret",
      async (shop: Scene) =>
        await shop.write(
          ".env",
          `AIDEP_SECRET_KEY=${canaries.AIDEP_SECRET_KEY}\nAPI_KEYS=another\nHF_TOKEN=${canaries.HF_TOKEN}\n`,
        ),
    ],
    [
      "what stands",
      async (shop: Scene) => void shop.world.standing.delete("alpha production/cache/store/cache"),
    ],
  ])("is stale when %s has changed", async (_, change) => {
    const shop = scene()
    await shop.deploy()
    const before = (await planOf(shop)).plan.fingerprint
    expect((await planOf(shop)).plan.fingerprint).toBe(before)
    await change(shop)
    expect((await planOf(shop)).plan.fingerprint).not.toBe(before)
  })

  test("holds no secret", async () => {
    const shop = scene()
    await planOf(shop, { out: "release.plan" })
    expect(shop.files.text("/project/release.plan")).not.toMatch(/canary-/)
  })

  test.each([
    ["nothing.plan", "there is no such file"],
    ["aidep.yaml", '"aidep plan --out" did not write it'],
  ])("%s is no plan", async (file, reason) => {
    const shop = scene()
    const error = await errorOf(readSavedPlan(file, shop.context))
    expect([error.exit, error.code]).toEqual([2, "deploy/unreadable-plan"])
    expect(error.message).toContain(reason)
  })
})
