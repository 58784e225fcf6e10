import { describe, expect, test } from "vitest"
import { shortestPauseMinutes } from "../../../providers/railway/service/cron.ts"
import { codes, one, renderOnRailway, serviceIn } from "./render-railway.ts"

const volume = "volumes: { data: { mount: /data } }"

describe("what Railway cannot do is an error", () => {
  test.each([
    [
      "a region it does not have",
      one("kind: web, source: ./api, regions: [mars]"),
      "unknown-region",
    ],
    [
      "a region of the options that it does not have",
      one("kind: web, source: ./api", "platforms: { railway: { regions: [mars] } }"),
      "unknown-region",
    ],
    [
      "a region for a data store that it does not have",
      one(
        "kind: web, source: ./api",
        "resources: { data: { kind: redis, targets: [railway], platforms: { railway: { regions: [mars] } } } }",
      ),
      "unknown-region",
    ],
    [
      "two volumes",
      one("kind: web, source: ./api, volumes: { a: { mount: /a }, b: { mount: /b } }"),
      "one-volume",
    ],
    [
      "a volume and replicas",
      one(`kind: web, source: ./api, scale: { min: 2 }, ${volume}`),
      "one-instance",
    ],
    [
      "a volume in two regions",
      one(`kind: web, source: ./api, regions: [us-east, us-west], ${volume}`),
      "one-instance",
    ],
    [
      "a job in two regions",
      one('kind: job, source: ./api, schedule: "0 3 * * *", regions: [us-east, us-west]'),
      "one-instance",
    ],
    [
      "a job every two minutes",
      one('kind: job, source: ./api, schedule: "*/2 * * * *"'),
      "schedule-too-often",
    ],
  ])("%s", (_, manifest, code) => {
    expect(codes(renderOnRailway(manifest))).toEqual([`error railway/${code}`])
  })

  test("and the message says what is possible, at the place in the manifest", () => {
    const { diagnostics } = renderOnRailway(one("kind: web, source: ./api, regions: [mars]"))
    expect(diagnostics[0]).toMatchObject({
      message: '"mars" is no region of Railway.',
      hint: expect.stringContaining("us-west2, us-east4-eqdc4a"),
      place: { line: 4, column: 65 },
    })
  })
})

describe("what Railway does differently is a warning", () => {
  test.each([
    [
      "one replica for two regions",
      one("kind: web, source: ./api, regions: [us-east, us-west]"),
      "replica-in-each-region",
    ],
    [
      "a worker that scales to zero",
      one("kind: worker, source: ./api, scale: { min: 0 }"),
      "worker-stays-awake",
    ],
    [
      "a value that Railway reads as a reference",
      one("kind: web, source: ./api, env: { A: 'x$${{shared.B}}' }"),
      "template-in-value",
    ],
  ])("%s", (_, manifest, code) => {
    expect(codes(renderOnRailway(manifest))).toEqual([`warning railway/${code}`])
  })

  test("a worker that scales to zero runs", () => {
    const rendered = renderOnRailway(one("kind: worker, source: ./api, scale: { min: 0 }"))
    expect(serviceIn(rendered).deploy).toEqual({ numReplicas: 1, restartPolicyType: "ON_FAILURE" })
  })
})

test("a GPU, a Qdrant and an unknown option are refused with a way out", () => {
  const gpu = renderOnRailway(one("kind: inference, source: ./api, gpu: [T4]"))
  expect(gpu.diagnostics).toMatchObject([
    { code: "support/unsupported", message: expect.stringContaining("GPUs run on Modal") },
  ])
  const qdrant = renderOnRailway(
    one("kind: web, source: ./api", "resources: { vectors: { kind: qdrant, targets: [railway] } }"),
  )
  expect(qdrant.diagnostics).toMatchObject([
    { code: "support/unsupported", message: expect.stringContaining("external") },
  ])
  const option = renderOnRailway(
    one("kind: web, source: ./api", "platforms: { railway: { repositry: acme/shop } }"),
  )
  expect(option.diagnostics[0]).toMatchObject({ hint: expect.stringContaining("repository") })
})

test.each([
  ["*/5 * * * *", 5],
  ["* * * * *", 1],
  ["0,7,10 * * * *", 3],
  ["0-10/5 * * * *", 5],
  ["57/2 3 * * *", 2],
  ["58,2 * * * *", 4],
  ["58,2 3 * * *", 56],
  ["30 * * * *", 60],
  ["0 3 1 * *", 60],
])("%s leaves %i minutes between two runs", (schedule, minutes) => {
  expect(shortestPauseMinutes(schedule)).toBe(minutes)
})

describe("a data store", () => {
  test("that a service elsewhere uses is private there, and said to be", () => {
    const rendered = renderOnRailway(used("fly", "redis"))
    expect(codes(rendered)).toContain("warning railway/store-private")
  })

  test.each([
    ["railway", "redis"],
    ["fly", "bucket"],
  ])("that a service on %s uses says nothing of it, being a %s", (target, kind) => {
    expect(codes(renderOnRailway(used(target, kind)))).not.toContain(
      "warning railway/store-private",
    )
  })
})

/** A manifest with a service on a platform that uses a store on Railway. */
function used(target: string, kind: string): string {
  return `version: 1
name: shop
services:
  api: { kind: web, source: ., targets: [${target}], port: 3000, env: { STORE: "\${resources.store.url}" } }
resources:
  store: { kind: ${kind}, targets: [railway] }
`
}
