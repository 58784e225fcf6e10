import { describe, expect, test } from "vitest"
import { codes, one, renderOnRender, serviceIn } from "./render-render.ts"

const web = "kind: web, source: ./api"
const options = (text: string) => `platforms: { render: { ${text} } }`
const volume = "volumes: { data: { mount: /data } }"

/** A service that calls a private one in a region. */
const searchIn = (region: string) =>
  one(
    `${web}, env: { SEARCH: "\${services.search.host}" }`,
    `  search: { ${web}, targets: [render], access: internal, regions: [${region}] }`,
  )

/** A Redis on Render that a service on Fly uses. */
const usedOnFly = (allow: string) => `
version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [fly], env: { CACHE: "\${resources.cache.url}" } }
resources:
  cache: { kind: redis, targets: [render], ${options(allow)} }
`

describe("what Render cannot do is an error", () => {
  test.each([
    ["a region it does not have", one(`${web}, regions: [mars]`), "unknown-region"],
    [
      "a region of the options that it does not have",
      one(web, options("region: mars")),
      "unknown-region",
    ],
    ["a size beyond every plan", one(`${web}, size: { memory: 64GiB }`), "size-too-large"],
    [
      "a job beyond the plans of cron jobs",
      one('kind: job, source: ./api, schedule: "0 3 * * *", size: { memory: 16GiB }'),
      "size-too-large",
    ],
    [
      "a worker on the plan free",
      one("kind: worker, source: ./api", options("plan: free")),
      "plan-not-for-kind",
    ],
    ["more than 100 instances", one(`${web}, scale: { min: 1, max: 101 }`), "too-many-instances"],
    ["a disk and instances", one(`${web}, scale: { min: 1, max: 2 }, ${volume}`), "one-instance"],
    [
      "the plan free and instances",
      one(`${web}, scale: { min: 0, max: 2 }`, options("plan: free")),
      "one-instance",
    ],
    ["two disks", one(`${web}, volumes: { a: { mount: /a }, b: { mount: /b } }`), "one-disk"],
    [
      "a disk where Render keeps its own",
      one(`${web}, volumes: { a: { mount: /etc/ } }`),
      "disk-place",
    ],
    [
      "a disk of a job",
      one(`kind: job, source: ./api, schedule: "0 3 * * *", ${volume}`),
      "no-disk-here",
    ],
    [
      "a disk on the plan free",
      one(`${web}, scale: { min: 0 }, ${volume}`, options("plan: free")),
      "no-disk-here",
    ],
    ["a job without a schedule", one("kind: job, source: ./api"), "job-needs-schedule"],
    ["a static site from an image", one("kind: static, image: nginx:1.28"), "static-needs-source"],
    ["a port of Render's own", one(`${web}, port: 18012`), "reserved-port"],
    [
      "a Python without a patch number on Render's own runtime",
      one(`${web}, runtime: python@3.12, command: [python, a.py]`, options("builder: native")),
      "python-version",
    ],
  ])("%s", (_, manifest, code) => {
    expect(codes(renderOnRender(manifest))).toEqual([`error render/${code}`])
  })

  const withCache = (region: string, cache: string) =>
    one(
      `${web}, regions: [${region}], env: { CACHE: "\${resources.cache.url}" }`,
      `resources: { cache: { kind: redis, targets: [render], ${options(cache)} } }`,
    )

  test("a data store in another region", () => {
    const apart = renderOnRender(withCache("eu-west", "region: oregon"))
    expect(codes(apart)).toEqual(["error render/regions-apart"])
    expect(apart.diagnostics[0]?.message).toContain('"cache" in "oregon"')
    expect(codes(renderOnRender(withCache("eu-west", "region: frankfurt")))).toEqual([])
  })

  test("a private service in another region", () => {
    expect(codes(renderOnRender(searchIn("singapore")))).toEqual(["error render/regions-apart"])
    expect(codes(renderOnRender(searchIn("us-west")))).toEqual([])
  })

  test("a data store that a service elsewhere uses, unless it is opened", () => {
    expect(codes(renderOnRender(usedOnFly("")))).toContain("error render/store-closed")
    expect(codes(renderOnRender(usedOnFly("ipAllowList: [203.0.113.0/24]")))).not.toContain(
      "error render/store-closed",
    )
  })

  test("the message says what is possible, at the place in the manifest", () => {
    const { diagnostics } = renderOnRender(one(`${web}, regions: [mars]`))
    expect(diagnostics[0]).toMatchObject({
      hint: expect.stringContaining("oregon, ohio, virginia, frankfurt, singapore"),
      place: { line: 4, column: 64 },
    })
  })
})

describe("what Render does differently is a warning", () => {
  test.each([
    ["two regions", one(`${web}, regions: [eu-west, us-east]`), "one-region"],
    ["a size between two plans", one(`${web}, size: { memory: 1GiB }`), "size-rounded"],
    [
      "a plan below the size",
      one(`${web}, size: { cpu: 2 }`, options("plan: starter")),
      "plan-too-small",
    ],
    ["a plan that sleeps", one(web, options("plan: free")), "free-plan-sleeps"],
    ["scale to zero", one(`${web}, scale: { min: 0 }`), "no-scale-to-zero"],
  ])("%s", (_, manifest, code) => {
    expect(codes(renderOnRender(manifest))).toEqual([`warning render/${code}`])
  })

  test("a health path of a private service", () => {
    const rendered = renderOnRender(
      one(
        `${web}, access: internal, health: { path: /health }`,
        '  caller: { kind: worker, source: ./caller, targets: [render], env: { API: "${services.api.host}" } }',
      ),
    )
    expect(codes(rendered)).toEqual(["warning render/no-health-check"])
    expect(serviceIn(rendered)).not.toHaveProperty("healthCheckPath")
  })

  test("what runs instead of 0 instances is one", () => {
    const rendered = renderOnRender(one(`${web}, scale: { min: 0 }`))
    expect(serviceIn(rendered)["numInstances"]).toBe(1)
  })
})

describe("the plan", () => {
  test.each([
    ["", "starter"],
    ["size: { cpu: 0.5, memory: 512MB }", "starter"],
    ["size: { cpu: 1, memory: 2GiB }", "standard"],
    ["size: { memory: 4GB }", "pro"],
    ["size: { cpu: 4, memory: 16GB }", "pro max"],
    ["size: { cpu: 8, memory: 32GiB }", "pro ultra"],
  ])("for %s is %s, without a word", (size, plan) => {
    const rendered = renderOnRender(one(size === "" ? web : `${web}, ${size}`))
    expect(serviceIn(rendered)["plan"]).toBe(plan)
    expect(codes(rendered)).toEqual([])
  })

  test("of the options wins over the size", () => {
    const rendered = renderOnRender(
      one(
        `${web}, size: { cpu: 0.5 }, platforms: { render: { plan: pro } }`,
        options("plan: starter"),
      ),
    )
    expect(serviceIn(rendered)["plan"]).toBe("pro")
  })

  test("free sleeps without a word where the manifest scales to zero", () => {
    const rendered = renderOnRender(one(`${web}, scale: { min: 0 }`, options("plan: free")))
    expect(codes(rendered)).toEqual([])
    expect(serviceIn(rendered)).toMatchObject({ plan: "free", numInstances: 1 })
  })
})

test("an allow list takes networks only", () => {
  const { diagnostics } = renderOnRender(one(web, options("ipAllowList: [everybody]")))
  expect(diagnostics[0]).toMatchObject({ message: expect.stringContaining("not a network") })
  const both = one(web, options('ipAllowList: [203.0.113.0/24, "2001:db8::/32", "::/0"]'))
  expect(codes(renderOnRender(both))).toEqual([])
})

test("a GPU and a bucket are refused with a way out", () => {
  const gpu = renderOnRender(one("kind: inference, source: ./api, gpu: [T4]"))
  expect(gpu.diagnostics[0]).toMatchObject({
    code: "support/unsupported",
    message: expect.stringContaining("GPUs run on Modal"),
  })
  const bucket = renderOnRender(
    one(web, "resources: { files: { kind: bucket, targets: [render] } }"),
  )
  expect(bucket.diagnostics[0]).toMatchObject({ message: expect.stringContaining("cloudflare") })
})
