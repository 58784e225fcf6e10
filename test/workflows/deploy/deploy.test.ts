import { describe, expect, test } from "vitest"
import { derivedToken } from "../../../src/core/release/derived-token.ts"
import type { DeployResult } from "../../../src/workflows/deploy/deploy.ts"
import { canaries, everythingSaid, manifest, scene } from "./scene.ts"

const all = ["cache", "model", "gateway"]

describe("a first deploy", () => {
  test("makes everything in the order of dependencies, wired together", async () => {
    const shop = scene()
    const result = await shop.deploy()
    expect(shop.world.calls).toEqual(all.map((name) => `create ${name}`))
    const token = derivedToken(canaries.AIDEP_SECRET_KEY, {
      environment: "production",
      service: "model",
    })
    expect(shop.standing("gateway").given).toEqual({
      AIDEP_DEPLOYMENT: shop.standing("gateway").deploymentId,
      API_KEYS: canaries.API_KEYS,
      MODEL_TOKEN: token,
      MODEL_URL: "http://model.production.test/v1",
      PORT: "8080",
    })
    expect(shop.standing("model").given).toMatchObject({
      AIDEP_TOKEN: token,
      CACHE: "http://cache.production.test",
      HF_TOKEN: canaries.HF_TOKEN,
    })
    expect(result.verdict).toEqual({ status: "live", reasons: [] })
    expect(result.services.find(({ name }) => name === "cache")).toEqual({
      name: "cache",
      platform: "alpha",
      change: "create",
      url: undefined,
      deploymentId: undefined,
    })
    expect(everythingSaid(shop, result)).not.toMatch(secretText)
    expect(everythingSaid(shop, result)).not.toContain(token)
  })

  test("records the release", async () => {
    const shop = scene()
    const { release } = await shop.deploy()
    const state = JSON.parse(shop.files.text("/project/.aidep/state/production.json") ?? "")
    expect(state).toEqual({
      schema: "aidep/state@2",
      releases: [
        {
          id: release,
          madeAt: expect.stringMatching(/^2026-11-21T/),
          deployments: {
            gateway: shop.standing("gateway").deploymentId,
            model: shop.standing("model").deploymentId,
          },
          platforms: { cache: "alpha", gateway: "alpha", model: "alpha" },
          verdict: "live",
          manifest: expect.stringMatching(/^[0-9a-f]{12}$/),
          parts: [
            expect.objectContaining({ owner: "gateway", source: folderOf("gateway") }),
            expect.objectContaining({ owner: "model", source: folderOf("model") }),
            expect.objectContaining({ owner: "cache" }),
          ],
        },
      ],
    })
    expect(JSON.stringify(state)).not.toMatch(secretText)
  })

  test("goes in the order of dependencies across platforms", async () => {
    const shop = scene({
      "/project/aidep.yaml": manifest.replace("targets: [alpha]", "targets: [beta]"),
    })
    await shop.deploy()
    expect(shop.world.calls).toEqual(all.map((name) => `create ${name}`))
    expect(shop.standing("gateway")).toMatchObject({
      provider: "beta",
      given: { MODEL_URL: "http://model.production.test/v1" },
    })
  })
})

describe("a further deploy", () => {
  test("touches nothing when nothing changed, even without its history", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.files.remove("/project/.aidep")
    expect(changes(await shop.deploy())).toEqual({ cache: "none", model: "none", gateway: "none" })
    expect(shop.world.calls).toHaveLength(3)
  })

  test("changes only the service whose source changed", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write("model/main.js", "changed")
    expect(changes(await shop.deploy())).toEqual({
      cache: "none",
      model: "update",
      gateway: "none",
    })
  })

  test("what is no part of a source changes nothing", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write("model/node_modules/a/index.js", "")
    await shop.write("model/.env", "A=b")
    await shop.write("README.md", "")
    expect(changes(await shop.deploy())).toMatchObject({ model: "none", gateway: "none" })
  })

  test("changes who is given an address when that address changes", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write("model/main.js", "changed")
    shop.world.addressOf = (owner) => `http://${owner}.elsewhere.test`
    const result = await shop.deploy()
    expect(changes(result)).toEqual({ cache: "none", model: "update", gateway: "update" })
    expect(shop.standing("gateway").given["MODEL_URL"]).toBe("http://model.elsewhere.test/v1")
    expect(result.verdict.status).toBe("live")
    expect(changes(await shop.deploy())).toMatchObject({ model: "none", gateway: "none" })
  })

  test("finds a new address that an earlier deploy could not pass on", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write("model/main.js", "changed")
    shop.world.addressOf = (owner) => `http://${owner}.elsewhere.test`
    shop.world.interfere = (call) =>
      call === "update gateway" ? { message: "It crashed." } : undefined
    await expect(shop.deploy()).rejects.toThrow("It crashed.")
    shop.world.interfere = () => undefined
    expect(changes(await shop.deploy())).toEqual({
      cache: "none",
      model: "none",
      gateway: "update",
    })
  })

  test("a secret changes who reads it; the project's key everybody who has a token", async () => {
    const shop = scene()
    await shop.deploy()
    const env = shop.files.text("/project/.env") ?? ""
    await shop.write(".env", env.replace(canaries.HF_TOKEN, "canary-other"))
    expect(changes(await shop.deploy())).toMatchObject({ model: "update", gateway: "none" })
    const plain = scene({ "/project/aidep.yaml": manifest.replaceAll(/ +secrets: .*\n/g, "") })
    await plain.deploy()
    await plain.write(".env", env.replace(canaries.AIDEP_SECRET_KEY, "canary-other"))
    expect(changes(await plain.deploy())).toMatchObject({ model: "update", gateway: "update" })
    expect(plain.standing("gateway").given["MODEL_TOKEN"]).toBe(
      plain.standing("model").given["AIDEP_TOKEN"],
    )
  })

  test("repairs what does not work", async () => {
    const shop = scene()
    await shop.deploy()
    const [key, model] = [...shop.world.standing].find(([, { owner }]) => owner === "model") ?? []
    if (key === undefined || model === undefined) throw new Error("The model does not stand.")
    shop.world.standing.set(key, { ...model, state: "failed" })
    expect(changes(await shop.deploy())).toMatchObject({ model: "update", gateway: "none" })
    expect(shop.progress).toContain("model: Updating: it does not work")
  })

  test("removes what the manifest no longer has, after everything else", async () => {
    const shop = scene()
    await shop.deploy()
    const before = manifest.indexOf("resources:")
    const kept = manifest.slice(0, before).replace(/ {4}env: \{ CACHE.*\n/, "")
    await shop.write("aidep.yaml", kept)
    await shop.deploy()
    expect(shop.world.calls.slice(3)).toEqual(["update model", "remove cache"])
    expect(shop.world.standing.size).toBe(2)
  })

  test("what moves to another platform is made there first, then removed here", async () => {
    const shop = scene()
    await shop.deploy()
    await shop.write("aidep.yaml", manifest.replaceAll("[alpha]", "[beta]"))
    await shop.deploy()
    expect(shop.world.calls.slice(3, 6)).toEqual(all.map((name) => `create ${name}`))
    expect(shop.world.calls.slice(6)).toEqual(all.toReversed().map((name) => `remove ${name}`))
    expect(shop.standing("gateway").provider).toBe("beta")
  })

  test("leaves other environments alone", async () => {
    const text = `${manifest}environments: { production: {}, staging: {} }\n`
    const shop = scene({ "/project/aidep.yaml": text })
    await shop.deploy()
    await shop.deploy({ environment: "staging" })
    expect(shop.world.standing.size).toBe(6)
    expect(shop.world.calls).not.toContain("remove model")
    expect(shop.files.text("/project/.aidep/state/staging.json")).toContain('"live"')
  })
})

const secretText = /canary-/

function folderOf(service: string) {
  return { type: "folder", path: `/project/${service}` }
}

function changes({ services }: DeployResult): Readonly<Record<string, string>> {
  return Object.fromEntries(services.map(({ name, change }) => [name, change]))
}
