import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { renderOptions } from "../../../providers/render/options.ts"
import { renderRegions } from "../../../providers/render/regions.ts"
import { everything } from "./everything.ts"
import { blueprintOf, codes, one, renderOnRender, serviceIn } from "./render-render.ts"
import { apiEnum, blueprintEnum, blueprintProblems, withoutSpecs } from "./schemas.ts"

const complete = readFileSync(
  new URL("../../fixtures/manifests/complete.yaml", import.meta.url),
  "utf8",
)

describe.each([
  ["the complete manifest", complete],
  ["a manifest with everything", everything],
])("render.yaml of %s", (_, manifest) => {
  test.skipIf(withoutSpecs)("fits Render's schema", () => {
    const rendered = renderOnRender(manifest, { target: "render" })
    expect(blueprintProblems(blueprintOf(rendered))).toEqual([])
  })

  test("has nothing that Render deploys by itself", () => {
    const { services = [] } = blueprintOf(renderOnRender(manifest, { target: "render" }))
    const deployed = services.filter((service) => service["type"] !== "keyvalue")
    expect(deployed.length).toBeGreaterThan(0)
    expect(new Set(deployed.map((service) => service["autoDeployTrigger"]))).toEqual(
      new Set(["off"]),
    )
  })

  test("reads the same as YAML 1.1", () => {
    const rendered = renderOnRender(manifest, { target: "render" })
    const text = rendered.files.get("render.yaml") ?? ""
    expect(parse(text, { version: "1.1" })).toEqual(blueprintOf(rendered))
  })
})

test.skipIf(withoutSpecs)("the schema refuses a Blueprint that is wrong", () => {
  const blueprint = { services: [{ type: "web", name: "a", env: "docker" }] }
  expect(blueprintProblems(blueprint)).not.toEqual([])
})

describe("the Blueprint", () => {
  const blueprint = blueprintOf(renderOnRender(everything))
  const find = (name: string) => blueprint.services?.find((service) => service["name"] === name)

  test("has a web service with all its settings, in the order of the reference", () => {
    const api = find("shop-production-api")
    expect(api).toEqual({
      type: "web",
      name: "shop-production-api",
      runtime: "docker",
      plan: "pro",
      region: "frankfurt",
      repo: "https://github.com/acme/shop",
      branch: "production",
      dockerfilePath: "./Dockerfile",
      dockerContext: ".",
      dockerCommand: `node server.js --motd 'it'\\''s on'`,
      preDeployCommand: "node migrate.js",
      scaling: {
        minInstances: 2,
        maxInstances: 5,
        targetMemoryPercent: 80,
        targetCPUPercent: 70,
      },
      healthCheckPath: "/health",
      maxShutdownDelaySeconds: 120,
      autoDeployTrigger: "off",
      envVars: expect.any(Array),
    })
    expect(Object.keys(api ?? {}).slice(0, 5)).toEqual([
      "type",
      "name",
      "runtime",
      "plan",
      "region",
    ])
  })

  test("refers to what stands on Render and keeps what is secret", () => {
    const cache = "shop-production-cache"
    const site = { type: "web", name: "shop-production-site" }
    expect(find("shop-production-api")?.["envVars"]).toEqual([
      { key: "AIDEP_DEPLOYMENT", sync: false },
      { key: "API_KEYS", sync: false },
      { key: "CACHE", sync: false },
      {
        key: "CACHE_URL",
        fromService: { type: "keyvalue", name: cache, property: "connectionString" },
      },
      {
        key: "DATABASE_URL",
        fromDatabase: { name: "shop-production-data", property: "connectionString" },
      },
      { key: "FLAG", value: "off" },
      { key: "INSIDE", sync: false },
      {
        key: "INSIDE_HOST",
        fromService: { type: "pserv", name: "shop-production-search", property: "host" },
      },
      { key: "PORT", value: "3000" },
      { key: "SITE", fromService: { ...site, envVarKey: "RENDER_EXTERNAL_URL" } },
      { key: "SITE_HOST", fromService: { ...site, envVarKey: "RENDER_EXTERNAL_HOSTNAME" } },
      { key: "WHERE", value: "production" },
    ])
  })

  test("has a private service with a disk", () => {
    expect(find("shop-production-search")).toMatchObject({
      type: "pserv",
      plan: "starter",
      dockerfilePath: "./services/search/docker/Dockerfile",
      dockerContext: "./services/search",
      numInstances: 1,
      disk: { name: "shop-production-search-index", mountPath: "/data", sizeGB: 10 },
    })
  })

  test("has an image, a cron job and a static site", () => {
    expect(find("shop-production-crunch")).toMatchObject({
      type: "worker",
      runtime: "image",
      image: {
        url: "ghcr.io/acme/worker:1.4.2",
        creds: { fromRegistryCreds: { name: "ghcr" } },
      },
    })
    expect(find("shop-production-crunch")).not.toHaveProperty("repo")
    expect(find("shop-production-clean-up")).toMatchObject({
      type: "cron",
      schedule: "*/15 3 * * *",
      plan: "starter",
    })
    expect(find("shop-production-clean-up")).not.toHaveProperty("numInstances")
    expect(find("shop-production-site")).toEqual({
      type: "web",
      name: "shop-production-site",
      runtime: "static",
      repo: "https://github.com/acme/shop",
      branch: "production",
      rootDir: "site",
      buildCommand: "npm run build",
      staticPublishPath: "dist",
      autoDeployTrigger: "off",
      envVars: [
        { key: "AIDEP_DEPLOYMENT", sync: false },
        { key: "NODE_VERSION", value: "24" },
      ],
    })
  })

  test("has data stores that are closed unless the manifest opens them", () => {
    expect(find("shop-production-cache")).toEqual({
      type: "keyvalue",
      name: "shop-production-cache",
      plan: "pro plus",
      region: "frankfurt",
      ipAllowList: [{ source: "203.0.113.0/24" }],
    })
    expect(blueprint.databases).toEqual([
      {
        name: "shop-production-data",
        plan: "basic-1gb",
        region: "frankfurt",
        ipAllowList: [],
      },
    ])
  })
})

describe("the code", () => {
  test("comes from the repository of the Blueprint unless one is named", () => {
    expect(serviceIn(renderOnRender(one("kind: web, source: ./api")))).not.toHaveProperty("repo")
  })

  test("is an image where continuous integration builds it", () => {
    const ci = "build: { by: ci }\nregistry: ghcr.io/acme"
    const rendered = renderOnRender(one("kind: web, source: ./api", ci))
    expect(serviceIn(rendered)).toMatchObject({
      runtime: "image",
      image: { url: "ghcr.io/acme/shop-api" },
    })
  })

  test("runs on Render's own Node with builder: native", () => {
    const rendered = renderOnRender(
      one("kind: web, source: ./api, platforms: { render: { builder: native } }"),
    )
    expect(serviceIn(rendered)).toMatchObject({
      runtime: "node",
      rootDir: "api",
      buildCommand: "npm ci && npm run build --if-present",
      startCommand: "npm start",
    })
    expect(serviceIn(rendered)["envVars"]).toContainEqual({ key: "NODE_VERSION", value: "24" })
    expect([...rendered.files.keys()]).toEqual(["render.yaml"])
  })

  test("runs on Render's own Python, where it can be reached", () => {
    const command = "command: [uvicorn, app:app, --port, '8080']"
    const rendered = renderOnRender(
      one(
        `kind: web, source: ./api, runtime: python@3.12.7, ${command}, platforms: { render: { builder: native } }`,
      ),
      {
        sources: {
          "./api": {
            node: undefined,
            python: {
              version: undefined,
              dependencyFile: "requirements.txt",
              fastApi: false,
              torch: false,
              application: undefined,
            },
          },
        },
      },
    )
    expect(serviceIn(rendered)).toMatchObject({
      runtime: "python",
      buildCommand: "pip install -r requirements.txt",
      startCommand: "uvicorn app:app --port 8080",
    })
    expect(serviceIn(rendered)["envVars"]).toEqual(
      expect.arrayContaining([
        { key: "PYTHON_VERSION", value: "3.12.7" },
        { key: "UVICORN_HOST", value: "0.0.0.0" },
      ]),
    )
  })

  test("gets a Dockerfile where it has none", () => {
    const manifest = one("kind: web, source: ./api")
    expect([...renderOnRender(manifest).files.keys()]).toEqual([
      "render.yaml",
      "api/Dockerfile",
      "api/.dockerignore",
    ])
    const own = renderOnRender(manifest, { sources: { "./api": { dockerfile: true } } })
    expect([...own.files.keys()]).toEqual(["render.yaml"])
  })
})

test("two environments have no name in common", () => {
  const [production, staging] = ["production", "staging"].map((environment) => {
    const manifest = `${everything}\nenvironments: { production: {}, staging: {} }`
    const { databases, services } = blueprintOf(renderOnRender(manifest, { environment }))
    return [...(services ?? []), ...(databases ?? [])].map((item) => item["name"])
  })
  expect(production).toHaveLength(7)
  expect(production?.filter((name) => staging?.includes(name))).toEqual([])
})

test("a manifest without anything on Render makes no file", () => {
  const elsewhere = one("kind: web, image: nginx:1.28").replace("[render]", "[external, render]")
  expect(codes(renderOnRender(elsewhere))).toEqual([])
  expect([...renderOnRender(elsewhere).files.keys()]).toEqual([])
})

const inApi = (plan: string) => plan.replaceAll(" ", "_")

describe.skipIf(withoutSpecs)("the options offer only what Render has:", () => {
  const { keyValuePlan, plan, postgresPlan } = renderOptions.shape

  test("regions", () => {
    expect(renderRegions.own.toSorted()).toEqual(blueprintEnum("region").toSorted())
    const meant: readonly string[] = Object.values(renderRegions.general)
    expect(meant.filter((region) => !renderRegions.own.includes(region))).toEqual([])
  })

  test("plans, as Blueprint and API spell them", () => {
    const compute = plan.unwrap().options
    const keyValue = keyValuePlan.unwrap().options
    const all = [...compute, ...keyValue, ...postgresPlan.unwrap().options]
    const known = blueprintEnum("plan")
    expect(all.filter((name) => !known.includes(name))).toEqual([])
    expect(apiEnum("plan")).toEqual(expect.arrayContaining(compute.map(inApi)))
    expect(apiEnum("keyValuePlan")).toEqual(expect.arrayContaining(keyValue.map(inApi)))
  })
})
