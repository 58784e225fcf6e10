import { readFileSync } from "node:fs"
import { validateGraph } from "railway/iac"
import { describe, expect, test } from "vitest"
import { one, programOf, programPath, renderOnRailway, serviceIn } from "./render-railway.ts"
import { graphOf, typeErrors } from "./run-program.ts"
import { graphProblems, withoutSpecs } from "./schemas.ts"

const complete = readFileSync(
  new URL("../../fixtures/manifests/complete.yaml", import.meta.url),
  "utf8",
)

/** Everything that a file for Railway can hold. */
const everything = `
version: 1
name: shop
services:
  api:
    kind: web
    source: .
    targets: [railway]
    port: 3000
    size: { cpu: 2, memory: 4GiB }
    scale: { min: 3 }
    regions: [us-east, europe-west4-drams3a]
    command: [node, server.js, --motd, "it's on"]
    preDeploy: [node, migrate.js]
    restart: always
    health: { path: /health, startup: 90s }
    env:
      INSIDE: \${services.search.url}
      INSIDE_HOST: \${services.search.host}
      DATABASE_URL: \${resources.data.url}
      CACHE: \${resources.cache.url}/1
      DOCUMENTS: \${resources.documents.url}
      FILES: \${resources.files.url}
      SITE: \${services.site.url}
      WHERE: \${environment}
    secrets: [API_KEYS]
    platforms: { railway: { drainingSeconds: 30, overlapSeconds: 10 } }
  search:
    kind: inference
    source: services/search
    targets: [railway]
    scale: { min: 0 }
    volumes: { index: { mount: /data, size: 10GiB } }
    platforms: { railway: { regions: [us-west2] } }
  default: { kind: worker, image: ghcr.io/acme/worker:1.4.2, targets: [railway] }
  clean-up: { kind: job, source: ./clean-up, targets: [railway], schedule: "0 3 * * *", restart: never }
  site: { kind: static, source: ./site, targets: [railway], buildCommand: [npm, run, build], output: dist }
resources:
  cache: { kind: redis, targets: [railway] }
  data: { kind: postgres, targets: [railway], platforms: { railway: { regions: [eu-west] } } }
  documents: { kind: mongodb, targets: [railway] }
  files: { kind: bucket, targets: [railway], platforms: { railway: { regions: [us-east] } } }
platforms: { railway: { repository: acme/shop, branch: production } }
`

describe.each([
  ["the complete manifest", complete],
  ["a manifest with everything", everything],
])("railway.ts of %s", (_, manifest) => {
  test("fits the types of the package", () => {
    expect(typeErrors(programOf(renderOnRailway(manifest)))).toBe("")
  })

  test("makes a graph that the package accepts", () => {
    expect(validateGraph(graphOf(programOf(renderOnRailway(manifest))))).toEqual([])
  })

  test.skipIf(withoutSpecs)("makes a graph that fits the schema", () => {
    expect(graphProblems(graphOf(programOf(renderOnRailway(manifest))))).toEqual([])
  })
})

test("the type check finds what the package does not know", () => {
  const program = programOf(renderOnRailway(complete))
  expect(typeErrors(program.replace("replicas: 1", 'replicas: "1"'))).toContain("TS2322")
  expect(typeErrors(program.replace("REDIS_URL,", "REDIS_URI,"))).toContain("REDIS_URI")
})

describe("the graph", () => {
  const graph = graphOf(programOf(renderOnRailway(everything)))
  const find = (name: string) => graph.resources.find((resource) => resource.name === name)

  test("belongs to the project and the environment", () => {
    expect(graph.project).toEqual({ name: "shop" })
    expect(graph.environments).toEqual([{ name: "production" }])
  })

  test("has every service and store under a name of its own", () => {
    expect(graph.resources.map(({ address }) => address)).toEqual([
      "database.shop-production-cache",
      "database.shop-production-data",
      "database.shop-production-documents",
      "bucket.shop-production-files",
      "volume.shop-production-search-index",
      "service.shop-production-api",
      "service.shop-production-search",
      "service.shop-production-default",
      "service.shop-production-clean-up",
      "service.shop-production-site",
    ])
  })

  test("has a web service with all its settings", () => {
    expect(find("shop-production-api")).toMatchObject({
      kind: "github",
      source: { type: "github", repo: "acme/shop", branch: "production" },
      build: { builder: "DOCKERFILE", dockerfilePath: "Dockerfile" },
      deploy: {
        startCommand: `node server.js --motd 'it'\\''s on'`,
        preDeployCommand: ["node migrate.js"],
        healthcheckPath: "/health",
        healthcheckTimeout: 90,
        multiRegionConfig: {
          "us-east4-eqdc4a": { numReplicas: 2 },
          "europe-west4-drams3a": { numReplicas: 1 },
        },
        restartPolicyType: "ALWAYS",
        limitOverride: { containers: { cpu: 2, memoryBytes: 4 * 2 ** 30 } },
        overlapSeconds: 10,
        drainingSeconds: 30,
      },
    })
  })

  test("refers to what stands on Railway and keeps what is secret", () => {
    const inside = "${{shop-production-search.RAILWAY_PRIVATE_DOMAIN}}"
    expect(find("shop-production-api")).toHaveProperty("variables", {
      AIDEP_DEPLOYMENT: { type: "preserve" },
      API_KEYS: { type: "preserve" },
      CACHE: { type: "literal", value: "${{shop-production-cache.REDIS_URL}}/1" },
      DATABASE_URL: {
        type: "reference",
        resource: "database.shop-production-data",
        output: "DATABASE_URL",
      },
      DOCUMENTS: {
        type: "reference",
        resource: "database.shop-production-documents",
        output: "MONGO_URL",
      },
      FILES: {
        type: "literal",
        value: "${{shop-production-files.ENDPOINT}}/${{shop-production-files.BUCKET}}",
      },
      INSIDE: { type: "literal", value: `http://${inside}:8000` },
      INSIDE_HOST: { type: "literal", value: inside },
      PORT: { type: "literal", value: "3000" },
      SITE: {
        type: "literal",
        value: "https://${{shop-production-site.RAILWAY_PUBLIC_DOMAIN}}",
      },
      WHERE: { type: "literal", value: "production" },
    })
  })

  test("has an internal service that sleeps, with a volume in its region", () => {
    expect(find("shop-production-search")).toMatchObject({
      source: { rootDirectory: "services/search" },
      deploy: {
        sleepApplication: true,
        multiRegionConfig: { "us-west2": { numReplicas: 1 } },
      },
      variables: { AIDEP_TOKEN: { type: "preserve" }, RAILWAY_RUN_UID: { value: "0" } },
      volumeAttachments: { "shop-production-search-index": { mountPath: "/data" } },
    })
    expect(find("shop-production-search-index")).toMatchObject({
      config: { sizeMB: 10_240, region: "us-west2" },
    })
  })

  test("has an image, a cron job and a static site", () => {
    expect(find("shop-production-default")).toMatchObject({
      kind: "docker-image",
      source: { type: "image", image: "ghcr.io/acme/worker:1.4.2" },
      deploy: { numReplicas: 1, restartPolicyType: "ON_FAILURE" },
    })
    expect(find("shop-production-default")).not.toHaveProperty("build")
    expect(find("shop-production-clean-up")).toMatchObject({
      deploy: { cronSchedule: "0 3 * * *", restartPolicyType: "NEVER" },
    })
    expect(find("shop-production-site")).toMatchObject({ variables: { PORT: { value: "8080" } } })
  })

  test("has stores in the region that was chosen", () => {
    expect(find("shop-production-data")).toMatchObject({
      engine: "postgres",
      deploy: { multiRegionConfig: { "europe-west4-drams3a": { numReplicas: 1 } } },
    })
    expect(find("shop-production-files")).toMatchObject({ config: { region: "iad" } })
    expect(find("shop-production-cache")).toMatchObject({ engine: "redis" })
    expect(find("shop-production-cache")).not.toHaveProperty("deploy")
  })
})

describe("the source", () => {
  test("is uploaded where no repository is named", () => {
    const service = serviceIn(renderOnRailway(one("kind: web, source: ./api")))
    expect(service).toMatchObject({
      kind: "empty",
      source: { type: "empty", rootDirectory: "api" },
    })
  })

  test("is left out where continuous integration builds the image", () => {
    const ci = "build: { by: ci }\nregistry: ghcr.io/acme"
    const service = serviceIn(renderOnRailway(one("kind: web, source: ./api", ci)))
    expect(service).not.toHaveProperty("source")
    expect(service).not.toHaveProperty("build")
  })

  test("keeps its own Dockerfile and gets one where it has none", () => {
    const manifest = one("kind: web, source: ./api")
    const own = renderOnRailway(manifest, { sources: { "./api": { dockerfile: true } } })
    expect([...own.files.keys()]).toEqual([programPath])
    expect([...renderOnRailway(manifest).files.keys()]).toEqual([
      programPath,
      "api/Dockerfile",
      "api/.dockerignore",
    ])
    const elsewhere = renderOnRailway(
      one("kind: web, source: ./api, dockerfile: docker/Dockerfile"),
    )
    expect(serviceIn(elsewhere).build?.dockerfilePath).toBe("docker/Dockerfile")
  })
})

test("two environments have no name in common", () => {
  const [production, staging] = ["production", "staging"].map((environment) => {
    const rendered = renderOnRailway(
      `${everything}\nenvironments: { production: {}, staging: {} }`,
      {
        environment,
      },
    )
    return graphOf(programOf(rendered)).resources.map(({ name }) => name)
  })
  expect(production?.filter((name) => staging?.includes(name))).toEqual([])
})

test("names have 32 characters at most, and constants stay apart", () => {
  const rendered = renderOnRailway(`
version: 1
name: a-rather-long-project-name
services:
  worker-1: { kind: worker, image: "a:1", targets: [railway] }
  worker1: { kind: worker, image: "a:1", targets: [railway] }
`)
  const names = graphOf(programOf(rendered)).resources.map(({ name }) => name)
  expect(new Set(names).size).toBe(2)
  expect(Math.max(...names.map(({ length }) => length))).toBe(32)
})

test("a manifest without anything on Railway makes no file", () => {
  const elsewhere = one("kind: web, image: nginx:1.28").replace("[railway]", "[external, railway]")
  expect([...renderOnRailway(elsewhere).files.keys()]).toEqual([])
})

test("the domain of a service is only generated where somebody outside calls it", () => {
  const { platforms } = renderOnRailway(everything)
  const services = platforms.get("railway")?.specs.services
  expect(services).toMatchObject([
    { service: "api", publicDomain: true },
    { service: "search", publicDomain: false },
    { service: "default", publicDomain: false },
    { service: "clean-up", publicDomain: false },
    { service: "site", publicDomain: true },
  ])
})
