import { describe, expect, test } from "vitest"
import { projectOf, resolveText, serviceOf } from "../../support/resolve-text.ts"
import { nodeSource, pythonSource } from "../../support/render-manifest.ts"

const text = (own: string, more = "") =>
  `version: 1\nname: shop\nservices:\n  api: { ${own} }\n${more}`
const web = "kind: web, source: ./api, targets: [acme]"
const api = (own: string, options?: Parameters<typeof serviceOf>[2]) =>
  serviceOf(text(own), "api", options)

describe("defaults", () => {
  test("of a web service", () => {
    expect(api(web)).toMatchObject({
      kind: "web",
      port: 8080,
      access: "public",
      scale: { min: 1, max: 1, concurrency: undefined, idleMs: undefined },
      restart: "on-failure",
      gpus: [],
      regions: [],
      volumes: [],
      dependsOn: [],
    })
  })

  test("of an inference service", () => {
    expect(api("kind: inference, source: ./api, targets: [acme]")).toMatchObject({
      port: 8000,
      access: "internal",
      scale: { min: 0, max: 1 },
    })
  })

  test.each(["worker", "job", "static"])("a %s has no port", (kind) => {
    expect(api(`kind: ${kind}, source: ./api, targets: [acme]`).port).toBeUndefined()
  })

  test("of the project", () => {
    expect(projectOf(text(web))).toMatchObject({
      name: "shop",
      environment: "production",
      resources: [],
      edge: undefined,
      checks: [],
      rollout: { strategy: "all-at-once", steps: [1], pauseMs: 0 },
      buildBy: "platform",
      registry: undefined,
    })
  })
})

describe("quantities", () => {
  test("are in the units that their names say, rounded up", () => {
    const service = api(
      `${web}, size: { cpu: 0.5, memory: 512MB }, scale: { min: 2, idle: 1m }, gpu: [T4, "A100-80GB:2"], health: { path: /h, startup: 5m }, volumes: { data: { mount: /data, size: 1GB }, tmp: { mount: /tmp } }`,
    )
    expect(service).toMatchObject({
      cpu: 0.5,
      memoryMiB: 489,
      scale: { min: 2, max: 2, idleMs: 60_000 },
      gpus: [
        { type: "T4", count: 1 },
        { type: "A100-80GB", count: 2 },
      ],
      health: { path: "/h", startupMs: 300_000, release: "none" },
      volumes: [
        { name: "data", mount: "/data", sizeGiB: 1 },
        { name: "tmp", mount: "/tmp", sizeGiB: undefined },
      ],
    })
  })

  test("of the edge are seconds", () => {
    const { edge } = projectOf(
      text(
        web,
        "edge: { target: acme, domain: a.example.com, service: api, rateLimit: { requests: 100/10s }, cache: [{ path: /d/*, ttl: 5m, public: true }] }\nplatforms: { acme: { zone: z } }\n",
      ),
    )
    expect(edge).toEqual({
      platform: "acme",
      domain: "a.example.com",
      service: "api",
      tls: "strict",
      rateLimit: { requests: 100, periodSeconds: 10 },
      cache: [{ path: "/d/*", ttlSeconds: 300 }],
      options: { zone: "z" },
    })
  })
})

describe("code", () => {
  test("an image is kept as it is written", () => {
    expect(
      api("kind: web, image: ghcr.io/a/b:1@sha256:" + "0".repeat(64) + ", targets: [acme]").code,
    ).toEqual({
      type: "image",
      reference: `ghcr.io/a/b:1@sha256:${"0".repeat(64)}`,
    })
  })

  test("what runs elsewhere has none", () => {
    expect(api("kind: web, targets: [external]").code).toEqual({ type: "elsewhere" })
  })

  test.each([
    ["./api", "api"],
    ["api/", "api"],
    [".", "."],
    ["./", "."],
    ["././a//", "a"],
  ])("the source %j is the folder %j", (source, path) => {
    expect(api(`kind: web, source: ${source}, targets: [acme]`).code).toMatchObject({ path })
  })

  test("a folder that several services are built from is shared, however it is written", () => {
    const { services } = projectOf(
      text(
        web,
        "  b: { kind: worker, source: api/, targets: [acme] }\n  c: { kind: worker, source: ./c, targets: [acme] }\n",
      ),
    )
    expect(services.map(({ code }) => code.type === "folder" && code.shared)).toEqual([
      true,
      true,
      false,
    ])
  })

  test("a Node service starts as its package says", () => {
    expect(api(web, { sources: { "./api": nodeSource } }).code).toEqual({
      type: "folder",
      path: "api",
      shared: false,
      runtime: { language: "node", version: "24" },
      dockerfile: undefined,
      dependencyFile: "package-lock.json",
      torch: false,
      startCommand: ["npm", "start"],
    })
  })

  test("a FastAPI service is started on its port", () => {
    expect(api(`${web}, port: 9000`, { sources: { "./api": pythonSource } }).code).toEqual({
      type: "folder",
      path: "api",
      shared: false,
      runtime: { language: "python", version: "3.12" },
      dockerfile: undefined,
      dependencyFile: "requirements.txt",
      torch: false,
      startCommand: ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "9000"],
    })
  })

  test.each([
    ["hf", { engineFile: "requirements-hf.txt", torch: true }],
    ["stub", { torch: false }],
  ])("a model's engine %s brings its own list of packages, where there is one", (engine, code) => {
    const { python } = pythonSource
    if (python === undefined) throw new Error("The source is Python.")
    const engines = { hf: { file: "requirements-hf.txt", torch: true } }
    const sources = { "./api": { ...pythonSource, python: { ...python, engines } } }
    const fields = `kind: inference, source: ./api, targets: [acme], model: { engine: ${engine}, id: m }`
    const found = api(fields, { sources }).code
    expect(found).toMatchObject({ dependencyFile: "requirements.txt", ...code })
    expect("engineFile" in found).toBe("engineFile" in code)
  })

  test("the manifest's runtime comes before what the folder holds", () => {
    expect(api(`${web}, runtime: python@3.13`).code).toMatchObject({
      runtime: { language: "python", version: "3.13" },
      dependencyFile: undefined,
      startCommand: undefined,
    })
  })

  test("the manifest's Dockerfile comes before the folder's", () => {
    const sources = { "./api": { dockerfile: true } }
    expect(api(web, { sources }).code).toMatchObject({ dockerfile: "Dockerfile" })
    expect(api(`${web}, dockerfile: ./docker/api.Dockerfile`, { sources }).code).toMatchObject({
      dockerfile: "docker/api.Dockerfile",
    })
  })
})

const link = (index: number, next: number) =>
  `  s${index}: { kind: web, image: a/b, targets: [acme], env: { N: "\${services.s${next}.url}" } }\n`

test("a chain of ten thousand services resolves, and closed to a circle it names all of them", () => {
  const count = 10_000
  const links = Array.from({ length: count }, (_, index) => link(index, index + 1)).join("")
  const start = `version: 1\nname: shop\nservices:\n${links}`
  const end = `  s${count}: { kind: web, image: a/b, targets: [acme] }\n`
  expect(projectOf(start + end).services).toHaveLength(count + 1)

  const [found, ...others] = resolveText(start + link(count, 0)).diagnostics
  expect(others).toEqual([])
  expect(found).toMatchObject({ code: "project/reference-cycle", place: { line: 4 } })
  expect(found?.message.split(" -> ")).toHaveLength(count + 2)
})
