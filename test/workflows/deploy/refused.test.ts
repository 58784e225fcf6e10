import { describe, expect, test } from "vitest"
import { destroy } from "../../../src/workflows/deploy/destroy.ts"
import { canaries, errorOf, everythingSaid, input, manifest, scene } from "./scene.ts"

const nothing = async (shop: ReturnType<typeof scene>) => {
  expect(shop.world.calls).toEqual([])
  expect(shop.files.paths().filter((path) => path.includes("/.aidep/"))).toEqual([])
}

describe("before anything is changed", () => {
  test("all missing secrets are named at once", async () => {
    const shop = scene({ "/project/.env": "HF_TOKEN=\n" })
    const error = await errorOf(shop.deploy())
    expect([error.exit, error.code]).toEqual([77, "deploy/missing-secrets"])
    expect(error.message).toBe(
      "These secrets have no value: AIDEP_SECRET_KEY, API_KEYS, HF_TOKEN. Nothing was changed.",
    )
    await nothing(shop)
  })

  test("a platform without a driver is refused, with what would go there", async () => {
    const shop = scene({
      "/project/aidep.yaml": manifest.replace("targets: [alpha]", "targets: [gamma]"),
    })
    const error = await errorOf(shop.deploy())
    expect([error.exit, error.code]).toEqual([69, "deploy/no-driver"])
    expect(error.message).toContain('Gamma yet, where "gateway" would go. Nothing was changed.')
    await nothing(shop)
  })

  test("an invalid manifest is refused", async () => {
    const shop = scene({
      "/project/aidep.yaml": manifest.replace("services.model.url", "services.x.url"),
    })
    expect((await errorOf(shop.deploy())).exit).toBe(65)
    await nothing(shop)
  })

  test("state that cannot be written is refused", async () => {
    const shop = scene({}, { unwritable: { "/project/.aidep": "the disk is full" } })
    const error = await errorOf(shop.deploy())
    expect([error.exit, error.code]).toEqual([78, "deploy/unwritable-state"])
    expect(error.message).toContain("the disk is full")
    await nothing(shop)
  })
})

describe("a step that fails", () => {
  test("stops the deploy and says what stands; the next one goes on", async () => {
    const shop = scene()
    shop.world.interfere = (call) =>
      call === "create model" ? { message: "It ended.", log: ["no file", "bye"] } : undefined
    const error = await errorOf(shop.deploy())
    expect([error.exit, error.code]).toEqual([5, "deploy/step-failed"])
    expect(error.message).toBe('"model" did not come up: It ended. These stand: cache.')
    expect(error.hint).toMatch(/^Mend it\. /)
    expect(error.details).toEqual({
      item: "model",
      cause: "fake/failed",
      log: ["no file", "bye"],
      standing: ["cache"],
    })
    expect(shop.world.calls).toEqual(["create cache", "create model"])
    expect(shop.files.text("/project/.aidep/state/production.json")).toBeUndefined()
    shop.world.interfere = () => undefined
    expect((await shop.deploy()).verdict.status).toBe("live")
    expect(shop.world.calls.slice(2)).toEqual(["create model", "create gateway"])
  })

  test("counts what stood before and was not reached", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write("model/main.js", "changed")
    shop.world.interfere = (call) =>
      call === "update model" ? { message: "It ended." } : undefined
    expect((await errorOf(shop.deploy())).details).toMatchObject({ standing: ["gateway", "cache"] })
  })

  test("shows no secret that the service wrote", async () => {
    const shop = scene()
    shop.world.interfere = (call, work) =>
      call === "create gateway"
        ? {
            message: `It ended with ${canaries.API_KEYS}.`,
            log: Object.values(work?.variables ?? {}),
          }
        : undefined
    const error = await errorOf(shop.deploy())
    const token = shop.standing("model").given["AIDEP_TOKEN"] ?? "no token"
    expect(everythingSaid(shop, error)).not.toMatch(/canary-/)
    expect(everythingSaid(shop, error)).not.toContain(token)
    expect(error.message).toContain("It ended with ••••.")
  })

  test("what cannot be removed is told with what was", async () => {
    const shop = scene()
    await shop.deploy()
    shop.world.interfere = (call) =>
      call === "remove model" ? { message: "It does not end." } : undefined
    const error = await errorOf(destroy(input, shop.context))
    expect([error.exit, error.code]).toEqual([5, "deploy/not-removed"])
    expect(error.message).toBe(
      '"model" could not be taken down: It does not end. Removed: gateway. Still there: model, cache.',
    )
    shop.world.interfere = () => undefined
    expect(await destroy(input, shop.context)).toEqual({
      environment: "production",
      removed: ["model", "cache"],
    })
  })
})

describe("an interruption", () => {
  test("starts no further step, says what stands, and the next deploy goes on", async () => {
    const shop = scene()
    const interruption = new AbortController()
    shop.world.interfere = (call) => void (call === "create model" && interruption.abort())
    const error = await errorOf(shop.deploy({ signal: interruption.signal }))
    expect([error.exit, error.code]).toEqual([130, "deploy/interrupted"])
    expect(error.message).toBe("Interrupted. These stand: cache, model.")
    expect(shop.world.calls).toEqual(["create cache", "create model"])
    await shop.deploy()
    expect(shop.world.calls.slice(2)).toEqual(["create gateway"])
  })

  test("of the step at work is told as one", async () => {
    const shop = scene()
    const interruption = new AbortController()
    shop.world.interfere = (call) => {
      if (call !== "create model") return undefined
      interruption.abort()
      return { message: '"model" was not up yet.', log: ["loading"] }
    }
    const error = await errorOf(shop.deploy({ signal: interruption.signal }))
    expect([error.exit, error.message]).toEqual([
      130,
      'Interrupted. "model" was not up yet. These stand: cache.',
    ])
    expect(error.details).toMatchObject({ log: ["loading"] })
  })

  test("while it probes leaves a release that is not proven", async () => {
    const shop = scene()
    const interruption = new AbortController()
    shop.answers.set("model", () => {
      interruption.abort()
      return { statusCode: 503 }
    })
    const error = await errorOf(shop.deploy({ signal: interruption.signal }))
    expect([error.exit, error.code]).toEqual([130, "deploy/interrupted"])
    expect(shop.files.text("/project/.aidep/state/production.json")).not.toContain('"live"')
  })

  test("stops a destroy between two steps", async () => {
    const shop = scene()
    await shop.deploy()
    const interruption = new AbortController()
    shop.world.interfere = () => void interruption.abort()
    const { signal } = interruption
    const error = await errorOf(destroy(input, shop.context, { signal }))
    expect([error.exit, error.message]).toEqual([130, "Interrupted. These stand: model, cache."])
  })
})
