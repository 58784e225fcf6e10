import { describe, expect, test } from "vitest"
import { differences, observed, operations } from "../../../support/simulated-platform.ts"
import { deploy, projectOn, simulateFor } from "./deploy-railway.ts"
import { byHand, count, idOf, losing, standing } from "./shop.ts"

const manifest = (region: string) => `
version: 1
name: shop
platforms: { railway: { regions: [${region}] } }
services:
  api:
    kind: web
    source: .
    targets: [railway]
    port: 3000
    health: { path: /health }
    env: { FILES_URL: "\${resources.files.url}" }
resources: { files: { kind: bucket, targets: [railway] } }
`
const shop = projectOn(manifest("eu-west"))
const address = "production/files/bucket/files"
const placeAddress = "production/(project)/environment/production"

describe("a bucket on Railway", () => {
  test("is made in its region, and its address is given to services", async () => {
    const platform = await simulateFor(shop)
    const outcomes = await deploy(platform, shop)
    const id = idOf(platform, "bucket")
    const url = `https://storage.railway.app/shop-production-files-${id.slice(-6)}`
    expect(outcomes.get(address)).toMatchObject({ status: "applied", id, outputs: { url } })
    const api = await standing(platform)
    expect(api?.variables?.get("FILES_URL")).toBe(url)
    expect(await standing(platform, address)).toMatchObject({
      observed: { name: "shop-production-files", region: "ams" },
      holdsData: true,
    })
  })

  test("stays as it is with the next deploy; its keys are never asked for", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    const found = await standing(platform, address)
    const wanted = shop.resources.find((one) => one.address === address)
    if (found === undefined || wanted === undefined) throw new Error("it is not there")
    expect(differences(wanted, found)).toEqual([])
    const sent = platform.exchanges.map(({ request }) => request.body ?? "").join("\n")
    expect(sent).not.toMatch(/secretAccessKey|accessKeyId/)
  })

  test("in another region would be another one: its data is lost", () => {
    const [before, after] = [manifest("eu-west"), manifest("us-west")].map((text) =>
      projectOn(text).resources.find((one) => one.address === address),
    )
    expect([before?.desired["region"], after?.desired["region"]]).toEqual(["ams", "sjc"])
    expect(after).toMatchObject({ immutable: expect.arrayContaining(["region"]), holdsData: true })
  })

  test.each(["done", "not done"] as const)(
    "is one, when the answer was lost and it was %s",
    async (done) => {
      const platform = await simulateFor(shop)
      platform.interfere = losing("railway.createBucket", done)
      expect((await deploy(platform, shop)).get(address)).toMatchObject({ status: "applied" })
      expect(count(platform, "bucket")).toBe(1)
    },
  )

  test("made by a command that was ended before it was put into the environment is put there", async () => {
    const platform = await simulateFor(shop)
    platform.interfere = (request, pass) => {
      if (request.operation === "railway.patchBuckets") throw new Error("killed")
      return pass()
    }
    await expect(deploy(platform, shop)).rejects.toThrow("killed")
    expect(await standing(platform, address)).toBeUndefined()
    platform.interfere = (_, pass) => pass()
    await deploy(platform, shop)
    expect(count(platform, "bucket")).toBe(1)
    expect(await standing(platform, address)).toMatchObject({ state: "running" })
  })

  test("is removed, and one of somebody else keeps the environment", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    byHand(platform, (account) => {
      const [mine] = Object.values(account.buckets)
      if (mine === undefined) return account
      const theirs = { ...mine, id: "theirs", name: "backups" }
      return { ...account, buckets: { ...account.buckets, theirs } }
    })
    const seen = await observed(platform)
    expect(seen.filter(({ kind }) => kind === "bucket").map((one) => one.address)).toEqual([
      address,
    ])
    const ours = seen.filter((one) => one.address !== placeAddress)
    for (const one of ours.toReversed())
      expect(await platform.remote.remove(one, platform.scope())).toEqual({ status: "removed" })
    expect(idOf(platform, "bucket")).toBe("theirs")
    const [place] = await observed(platform)
    if (place?.address !== placeAddress) throw new Error("the environment is not there")
    expect(await platform.remote.remove(place, platform.scope())).toMatchObject({
      problem: { code: "railway/environment-in-use" },
    })
  })

  test("that was made by hand is taken over, and gets our name", async () => {
    const platform = await simulateFor(shop)
    await deploy(platform, shop)
    const id = idOf(platform, "bucket")
    byHand(platform, (account) => {
      const [bucket] = Object.values(account.buckets)
      return bucket === undefined
        ? account
        : { ...account, buckets: { [id]: { ...bucket, name: "uploads" } } }
    })
    expect(await standing(platform, address)).toBeUndefined()
    const known = new Map([[address, id]])
    await deploy(platform, shop, { scope: { ...platform.scope(), known } })
    expect(operations(platform)).toContain("railway.renameBucket")
    expect(await standing(platform, address)).toMatchObject({ id })
  })
})
