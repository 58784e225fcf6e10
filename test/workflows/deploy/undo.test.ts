import { describe, expect, test } from "vitest"
import { AidepError } from "../../../src/errors/aidep-error.ts"
import { errorOf, everythingSaid, manifest, type Scene, scene } from "./scene.ts"

const image = (digit: string) => `ghcr.io/acme/model@sha256:${digit.repeat(64)}`

/** The model is an image, so that every version of it can be deployed again. */
const withImages = (digit: string) =>
  manifest
    .replace("source: ./model", `image: ${image(digit)}`)
    .replace("source: ./gateway", `image: ${image("e")}`)

const releases = ({ files }: Scene) =>
  JSON.parse(files.text("/project/.aidep/state/production.json") ?? "").releases

describe("a release that is not live", () => {
  test("is undone: the proven one before stands again, everywhere", async () => {
    const shop = scene({ "/project/aidep.yaml": withImages("a") })
    await shop.deploy()
    const before = shop.standing("gateway").deploymentId
    await shop.write("aidep.yaml", withImages("b"))
    const ill = image("b")
    shop.answers.set("model", () =>
      shop.standing("model").source === ill ? { statusCode: 500 } : undefined,
    )
    const error = await errorOf(shop.deploy())
    expect([error.exit, error.code]).toEqual([4, "deploy/not-live"])
    const [first, failed, restored] = releases(shop)
    expect(error.details).toMatchObject({ undone: true, restored: first.id })
    expect(error.message).toContain(`Release ${first.id} stands again and is live.`)
    expect(shop.standing("model").source).toBe(image("a"))
    expect(shop.standing("gateway").deploymentId).toBe(before)
    expect([failed.verdict, restored.verdict, restored.restores]).toEqual([
      "not-live",
      "live",
      first.id,
    ])
    expect(everythingSaid(shop, error)).not.toMatch(/canary-/)
  })

  test("is undone when a step fails, and what it added for data is left", async () => {
    const shop = scene({ "/project/aidep.yaml": withImages("a") })
    await shop.deploy()
    const added = withImages("b").replace(
      "cache: { kind: redis, targets: [alpha] }",
      "cache: { kind: redis, targets: [alpha] }\n  more: { kind: redis, targets: [alpha] }",
    )
    await shop.write("aidep.yaml", added)
    shop.world.interfere = (call, work) =>
      call === "update model" &&
      work?.desired.deploymentId !== undefined &&
      sourceOf(work) === image("b")
        ? { message: "It ended." }
        : undefined
    const error = await errorOf(shop.deploy())
    expect([error.exit, error.code]).toEqual([4, "deploy/step-failed"])
    expect(error.message).toContain("Left standing, since they may hold data: more.")
    expect(shop.standing("model").source).toBe(image("a"))
  })

  test("is left standing where folders have changed since, and where it is asked for", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write("model/main.js", "changed")
    shop.answers.set("model", () => ({ statusCode: 500 }))
    const folders = await errorOf(shop.deploy())
    expect(folders).toBeInstanceOf(AidepError)
    expect([folders.exit, folders.details]).toMatchObject([5, { undone: false }])
    const images = scene({ "/project/aidep.yaml": withImages("a") })
    await images.deploy()
    await images.write("aidep.yaml", withImages("b"))
    images.answers.set("model", () => ({ statusCode: 500 }))
    expect((await errorOf(images.deploy({ keepFailed: true }))).exit).toBe(5)
    expect(images.standing("model").source).toBe(image("b"))
  })
})

function sourceOf({ source }: { readonly source: unknown }): unknown {
  return typeof source === "object" && source !== null && "reference" in source
    ? source.reference
    : undefined
}
