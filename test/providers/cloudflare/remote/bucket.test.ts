import { expect, test } from "vitest"
import type { HttpOutcome } from "../../../../src/ports/http.ts"
import { observed } from "../../../support/simulated-platform.ts"
import { addresses, byHand, deploy, names, openWorkshop, seen, workOn } from "./worker-shop.ts"

async function withBucket(options?: unknown) {
  const workshop = await openWorkshop(options)
  const work = await workOn(workshop, addresses.files, "1")
  const outcome = await workshop.remote.create(work, workshop.scope())
  return { workshop, work, outcome }
}

test("a bucket is made where the option says, told by its name, and holds data", async () => {
  const { outcome, workshop } = await withBucket({ bucketLocation: "weur" })
  const url =
    "https://5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e.r2.cloudflarestorage.com/shop-production-files"
  expect(outcome).toMatchObject({ status: "applied", id: names.files, outputs: { url } })
  expect(await seen(workshop, addresses.files)).toMatchObject({
    holdsData: true,
    observed: { name: names.files },
    outputs: { url },
  })
  expect(JSON.stringify(workshop.simulation.save())).toContain('"location":"weur"')
})

test("a bucket of the built name is ours already", async () => {
  const { work, workshop } = await withBucket()
  expect(await workshop.remote.create(work, workshop.scope())).toMatchObject({ status: "applied" })
  expect(workshop.simulation.inventory()).toHaveLength(1)
})

test("a bucket of another name or environment is not ours, unless it was taken over", async () => {
  const { workshop } = await withBucket()
  byHand(workshop, ({ buckets, ...account }) => {
    const [bucket] = Object.values(buckets.standing)
    if (bucket === undefined) throw new Error("no bucket")
    const others = ["photos", "shop-staging-files"].map((name) => [name, { ...bucket, name }])
    return {
      ...account,
      buckets: { ...buckets, standing: { ...buckets.standing, ...Object.fromEntries(others) } },
    }
  })
  const ids = (await observed(workshop)).map(({ id }) => id)
  expect(ids).toEqual([names.files])
  const known = new Map([["production/photos/bucket/photos", "photos"]])
  expect((await observed(workshop, { known })).map(({ address }) => address)).toContain(
    "production/photos/bucket/photos",
  )
})

test("many buckets are read page by page", async () => {
  const { workshop } = await withBucket()
  byHand(workshop, ({ buckets, ...account }) => {
    const [bucket] = Object.values(buckets.standing)
    if (bucket === undefined) throw new Error("no bucket")
    const names_ = Array.from({ length: 1500 }, (_, index) => `shop-production-n${index}`)
    const standing = Object.fromEntries(names_.map((name) => [name, { ...bucket, name }]))
    return { ...account, buckets: { ...buckets, standing } }
  })
  expect(await observed(workshop)).toHaveLength(1500)
})

test("an account without R2 has no buckets, and says so when one is wanted", async () => {
  const workshop = await openWorkshop()
  byHand(workshop, (account) => ({ ...account, buckets: { standing: {}, isOn: false } }))
  expect(await observed(workshop)).toEqual([])
  const work = await workOn(workshop, addresses.files, "1")
  const outcome = await workshop.remote.create(work, workshop.scope())
  expect(outcome).toMatchObject({ problem: { code: "cloudflare/storage-off" } })
})

test("a token without rights to R2 is enough until a bucket is wanted", async () => {
  const workshop = await openWorkshop()
  workshop.interfere = (request, pass) =>
    request.url.includes("/r2/")
      ? {
          status: "answered",
          statusCode: 403,
          headers: {},
          body: '{"success":false,"errors":[{"code":10000,"message":"Authentication error"}]}',
        }
      : pass()
  expect(await observed(workshop)).toEqual([])
  const work = await workOn(workshop, addresses.files, "1")
  const outcome = await workshop.remote.create(work, workshop.scope())
  expect(outcome).toMatchObject({ problem: { code: "cloudflare/account-refused" } })
})

test("a bucket with files in it stays, and one that is gone is removed", async () => {
  const { workshop } = await withBucket()
  byHand(workshop, ({ buckets, ...account }) => {
    const filled = Object.entries(buckets.standing).map(([name, bucket]) => [
      name,
      { ...bucket, isEmpty: false },
    ])
    return { ...account, buckets: { ...buckets, standing: Object.fromEntries(filled) } }
  })
  const bucket = await seen(workshop, addresses.files)
  expect(await workshop.remote.remove(bucket, workshop.scope())).toMatchObject({
    status: "failed",
    problem: { code: "cloudflare/bucket-not-empty" },
  })
  byHand(workshop, (account) => ({ ...account, buckets: { standing: {}, isOn: true } }))
  expect(await workshop.remote.remove(bucket, workshop.scope())).toEqual({ status: "removed" })
})

test("a Worker that is bound to a bucket comes after it", async () => {
  const workshop = await openWorkshop()
  await deploy(workshop)
  const order = workshop.exchanges.map(({ request }) => request)
  const bucket = order.findIndex(({ operation }) => operation === "cloudflare.createBucket")
  const worker = order.findIndex(
    ({ operation, url }) => operation === "cloudflare.updateWorker" && url.includes(names.gateway),
  )
  expect(bucket).toBeLessThan(worker)
})

test("a name that is taken in another way is told as it is", async () => {
  const workshop = await openWorkshop()
  const taken: HttpOutcome = {
    status: "answered",
    statusCode: 409,
    headers: {},
    body: JSON.stringify({ success: false, errors: [{ code: 10_004, message: "It exists." }] }),
  }
  workshop.interfere = (request, pass) =>
    request.operation === "cloudflare.createBucket" ? taken : pass()
  const work = await workOn(workshop, addresses.files, "1")
  const outcome = await workshop.remote.create(work, workshop.scope())
  expect(outcome).toMatchObject({ status: "failed", problem: { code: "platform/refused" } })
})
