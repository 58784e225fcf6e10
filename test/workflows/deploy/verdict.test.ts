import { expect, test } from "vitest"
import { errorOf, manifest, scene } from "./scene.ts"

const released = (shop: ReturnType<typeof scene>) =>
  JSON.parse(shop.files.text("/project/.aidep/state/production.json") ?? "").releases.map(
    ({ verdict }: { verdict: string }) => verdict,
  )

test("a service that answers as another deployment is not live", async () => {
  const shop = scene()
  shop.answers.set("model", () => ({ headers: { "x-aidep-deployment": "d-0" } }))
  const error = await errorOf(shop.deploy())
  expect([error.exit, error.code]).toEqual([5, "deploy/not-live"])
  expect(error.message).toContain('"model" still answers as deployment "d-0"')
  expect(error.details).toMatchObject({
    status: "not-live",
    reasons: [expect.any(String)],
    undone: false,
  })
  expect(released(shop)).toEqual(["not-live"])
  shop.answers.clear()
  expect((await shop.deploy()).verdict.status).toBe("live")
  expect(released(shop)).toEqual(["not-live", "live"])
})

test("a service that is never reached is unknown", async () => {
  const shop = scene()
  shop.answers.set("model", () => ({ failure: "timed-out" }))
  const error = await errorOf(shop.deploy())
  expect([error.exit, error.details]).toMatchObject([6, { status: "unknown" }])
  expect(released(shop)).toEqual(["unknown"])
})

test("the new deployment may take its time to show", async () => {
  const shop = scene()
  shop.answers.set("model", (_request, attempt) =>
    attempt < 6 ? { statusCode: 502 } : { headers: { "x-aidep-deployment": idOf("model") } },
  )
  const idOf = (owner: string) => shop.standing(owner).deploymentId ?? ""
  expect((await shop.deploy()).verdict.status).toBe("live")
})

test("whoever answers strangers where the manifest says 401 is not live", async () => {
  const checks =
    "checks:\n  - { name: refuses, service: gateway, request: GET /private, expect: { status: 401 } }\n"
  const shop = scene({ "/project/aidep.yaml": manifest + checks })
  const error = await errorOf(shop.deploy())
  expect(error.exit).toBe(5)
  expect(error.message).toContain('answers "GET /private" without a key with 200')
})

test("a worker is live by the word of its platform, and not when it has ended since", async () => {
  const worker = `version: 1
name: shop
services:
  mailer: { kind: worker, source: ./model, targets: [alpha], command: [node, main.js] }
`
  const shop = scene({ "/project/aidep.yaml": worker })
  expect((await shop.deploy()).verdict.status).toBe("live (platform evidence)")
  await shop.write("model/main.js", "changed")
  // It ends as soon as it is up: between the change and the second look of the deploy.
  const { standing } = shop.world
  const put = standing.set.bind(standing)
  standing.set = (address, resource) => put(address, { ...resource, state: "failed" })
  const error = await errorOf(shop.deploy())
  expect(error.exit).toBe(6)
  expect(error.message).toContain('which deployment of "mailer" is active')
})
