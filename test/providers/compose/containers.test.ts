import { describe, expect, test } from "vitest"
import { pythonSource } from "../../support/render-manifest.ts"
import {
  codes,
  composeOf,
  containerOf,
  renderOnCompose,
  webService,
  wholeProject,
} from "./render-compose.ts"

const rendered = renderOnCompose(wholeProject, { sources: { "./model": pythonSource } })

const inProduction = (name: string) => containerOf(rendered, "production", name)

describe("the development file", () => {
  test("builds from the source folder and answers on this machine only", () => {
    const api = containerOf(rendered, "development", "api")
    expect(api.build).toEqual({ context: "./api", dockerfile: "Dockerfile" })
    expect(api.ports).toEqual([{ target: 8080, published: "8080", host_ip: "127.0.0.1" }])
  })

  test("gives every container a port of its own", () => {
    const { services } = composeOf(rendered, "development")
    const published = Object.values(services).flatMap(({ ports = [] }) =>
      ports.map((port) => port.published),
    )
    expect(published).toContain("8081")
    expect(new Set(published).size).toBe(published.length)
    expect(containerOf(rendered, "development", "site").ports).toEqual([
      { target: 8080, published: "8081", host_ip: "127.0.0.1" },
    ])
  })

  test("limits nothing and asks for no GPU", () => {
    for (const service of Object.values(composeOf(rendered, "development").services))
      expect(service.deploy).toBeUndefined()
  })
})

describe("the production file", () => {
  test("opens the port of the proxy and no other", () => {
    const { services } = composeOf(rendered, "production")
    const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined)
    expect(open.map(([name]) => name)).toEqual(["proxy"])
    expect(services["proxy"]?.ports).toEqual([{ target: 8080, published: "80" }])
  })

  test("takes the proxy's port from the options", () => {
    const other = renderOnCompose(webService("", "platforms: { compose: { proxyPort: 8088 } }\n"))
    expect(containerOf(other, "production", "proxy").ports?.[0]?.published).toBe("8088")
  })

  test("has no proxy where nothing is public", () => {
    const hidden = renderOnCompose(webService("access: internal"))
    expect(Object.keys(composeOf(hidden, "production").services)).toEqual(["api"])
    expect(composeOf(hidden, "production").configs).toBeUndefined()
  })

  test("gives the proxy another name where a service has its name", () => {
    const taken = renderOnCompose(
      webService(
        "",
        `  proxy: { kind: web, source: ./proxy, targets: [compose] }
  proxy-2: { kind: web, source: ./other, targets: [compose] }
`,
      ),
    )
    expect(Object.keys(composeOf(taken, "production").services)).toEqual([
      "proxy-3",
      "api",
      "proxy",
      "proxy-2",
    ])
  })

  test("limits what the manifest limits, and runs scale.min replicas", () => {
    expect(inProduction("api").deploy).toEqual({
      replicas: 2,
      resources: { limits: { cpus: "0.5", memory: "512M" } },
    })
  })

  test("runs one replica of what elsewhere scales to zero, with the GPUs of the first alternative", () => {
    expect(inProduction("model").deploy).toEqual({
      replicas: 1,
      resources: {
        reservations: { devices: [{ driver: "nvidia", count: 2, capabilities: ["gpu"] }] },
      },
    })
  })

  test("turns the logs of every container over", () => {
    for (const { logging } of Object.values(composeOf(rendered, "production").services))
      expect(logging).toEqual({
        driver: "json-file",
        options: { "max-size": "10m", "max-file": "5" },
      })
  })

  test("starts containers again, also after the machine did", () => {
    expect(inProduction("api").restart).toBe("unless-stopped")
    expect(inProduction("mailer").restart).toBe("always")
    expect(inProduction("report").restart).toBe("no")
    expect(inProduction("cache").restart).toBe("unless-stopped")
    const never = renderOnCompose(webService("restart: never"))
    expect(containerOf(never, "production", "api").restart).toBe("no")
  })

  test("has the name of project and environment, so that two of them keep their data apart", () => {
    const text = webService("", "environments: { staging: {}, production: {} }\n")
    const staging = renderOnCompose(text, { environment: "staging" })
    expect(composeOf(staging, "production").name).toBe("shop-staging")
    expect(composeOf(staging, "development").name).toBe("shop")
  })

  test("pulls what continuous integration built, and builds what it did not", () => {
    const text = webService(
      "",
      `  site: { kind: static, source: ./site, targets: [compose] }
  search: { kind: web, image: "ghcr.io/acme/search:1.4", targets: [compose] }
build: { by: ci }
registry: ghcr.io/acme
`,
    )
    const { services } = composeOf(renderOnCompose(text), "production")
    expect(services["api"]).toMatchObject({ image: "${API_IMAGE:?}" })
    expect(services["api"]?.build).toBeUndefined()
    expect(services["site"]?.build).toEqual({ context: "./site", dockerfile: "Dockerfile" })
    expect(services["search"]?.image).toBe("ghcr.io/acme/search:1.4")
    const development = composeOf(renderOnCompose(text), "development")
    expect(development.services["api"]?.build).toBeDefined()
  })
})

describe("a container", () => {
  test("waits for what it refers to, and for its own migrations", () => {
    expect(inProduction("api").depends_on).toEqual({
      model: { condition: "service_healthy" },
      cache: { condition: "service_healthy" },
      "orders-db": { condition: "service_healthy" },
      "api-pre-deploy": { condition: "service_completed_successfully" },
    })
  })

  test("waits for the start only of what cannot tell its health", () => {
    const waiting = renderOnCompose(
      webService(
        "env: { S: '${services.search.url}', V: '${resources.vectors.url}' }",
        `  search: { kind: web, image: "acme/search:1", targets: [compose] }
resources: { vectors: { kind: qdrant, targets: [compose] } }
`,
      ),
    )
    expect(containerOf(waiting, "production", "api").depends_on).toEqual({
      search: { condition: "service_started" },
      vectors: { condition: "service_started" },
    })
  })

  test("runs its migrations first: the same image and variables, one command, one time", () => {
    const before = inProduction("api-pre-deploy")
    const api = inProduction("api")
    expect(before).toMatchObject({
      build: api.build,
      command: ["node", "migrate.js"],
      environment: api.environment,
      restart: "no",
    })
    expect(before.depends_on).not.toHaveProperty("api-pre-deploy")
    expect(before.deploy?.replicas).toBeUndefined()
    expect(before.healthcheck).toBeUndefined()
  })

  test("is asked for its health with what its image has", () => {
    expect(inProduction("api").healthcheck?.test.slice(0, 3)).toEqual(["CMD", "node", "-e"])
    expect(inProduction("api").healthcheck?.start_period).toBe("60s")
    expect(inProduction("model").healthcheck?.test.slice(0, 3)).toEqual(["CMD", "python", "-c"])
    expect(inProduction("site").healthcheck?.test.slice(0, 2)).toEqual(["CMD", "wget"])
    expect(inProduction("search").healthcheck).toBeUndefined()
    expect(inProduction("vectors").healthcheck).toBeUndefined()
  })

  test("of the user's own Dockerfile is not asked, since nobody knows what the image has", () => {
    const own = renderOnCompose(webService("health: { path: /health }"), {
      sources: { "./api": { dockerfile: true } },
    })
    expect(containerOf(own, "production", "api").healthcheck).toBeUndefined()
    expect([...own.files.keys()]).toEqual(["compose.yaml", "compose.production.yaml"])
  })

  test("keeps the manifest's command as it is written", () => {
    const odd = renderOnCompose(webService('command: [sh, -c, "echo $HOME"]'))
    expect(containerOf(odd, "production", "api").command).toEqual(["sh", "-c", "echo $$HOME"])
    expect(inProduction("api").command).toBeUndefined()
  })

  test("keeps its volumes under names that no other service has", () => {
    const two = renderOnCompose(
      webService(
        "volumes: { b-c: { mount: /one } }",
        "  api-b: { kind: worker, source: ./b, targets: [compose], volumes: { c: { mount: /two } } }\n",
      ),
    )
    expect(containerOf(two, "production", "api").volumes).toEqual(["api_b-c:/one"])
    expect(containerOf(two, "production", "api-b").volumes).toEqual(["api-b_c:/two"])
    expect(composeOf(two, "production").volumes).toEqual({ "api_b-c": {}, "api-b_c": {} })
  })

  test("of a job starts only when it is called", () => {
    const report = inProduction("report")
    expect(report.profiles).toEqual(["jobs"])
    expect(report.restart).toBe("no")
  })

  test("of a worker has no port", () => {
    expect(containerOf(rendered, "development", "mailer").ports).toBeUndefined()
  })

  test("has the token of the service it calls, and its own under the same variable", () => {
    expect(inProduction("api").environment).toMatchObject({
      MODEL_TOKEN: "${MODEL_TOKEN:?}",
    })
    expect(inProduction("model").environment).toMatchObject({
      AIDEP_TOKEN: "${MODEL_TOKEN:?}",
    })
  })

  test("knows the deployment that it belongs to where aidep says so", () => {
    const { environment } = inProduction("api")
    expect(environment?.["AIDEP_DEPLOYMENT"]).toBe("${API_DEPLOYMENT:-local}")
  })

  test("reaches a host by name and port, and a site at the port of its web server", () => {
    const hosts = renderOnCompose(
      webService(
        "env: { HOST: '${services.site.host}', URL: '${services.site.url}' }",
        "  site: { kind: static, source: ./site, targets: [compose] }\n",
      ),
    )
    expect(containerOf(hosts, "production", "api").environment).toMatchObject({
      HOST: "site:8080",
      URL: "http://site:8080",
    })
  })
})

describe("a data store", () => {
  test.each([
    ["cache", "redis:8-alpine", "cache_data:/data"],
    ["orders-db", "postgres:18-alpine", "orders-db_data:/var/lib/postgresql"],
    ["documents", "mongo:8.0", "documents_data:/data/db"],
    ["vectors", "qdrant/qdrant:v1.18.2", "vectors_data:/qdrant/storage"],
    ["files", "rustfs/rustfs:1.0.0", "files_data:/data"],
  ])("%s keeps its data in a volume", (name, image, volume) => {
    expect(containerOf(rendered, "production", name)).toMatchObject({ image, volumes: [volume] })
    expect(composeOf(rendered, "production").volumes).toHaveProperty(`${name}_data`)
  })

  test("has an address with the login that it was made with", () => {
    const text = webService(
      "env: { A: '${resources.orders-db.url}', B: '${resources.documents.url}', C: '${resources.files.url}' }",
      `resources:
  orders-db: { kind: postgres, targets: [compose] }
  documents: { kind: mongodb, targets: [compose] }
  files: { kind: bucket, targets: [compose] }
`,
    )
    const stores = renderOnCompose(text)
    expect(containerOf(stores, "production", "api").environment).toMatchObject({
      A: "postgres://app:${ORDERS_DB_PASSWORD:?}@orders-db:5432/orders_db",
      B: "mongodb://app:${DOCUMENTS_PASSWORD:?}@documents:27017/?authSource=admin",
      C: "http://files:9000/files",
    })
    expect(containerOf(stores, "production", "orders-db").environment).toEqual({
      POSTGRES_DB: "orders_db",
      POSTGRES_PASSWORD: "${ORDERS_DB_PASSWORD:?}",
      POSTGRES_USER: "app",
    })
  })
})

describe("a service that cannot be built", () => {
  const silent = { "./api": { node: { version: undefined, startScript: false, lockFile: true } } }
  const empty = { "./api": { node: undefined } }

  test("is an error where it was sent to Compose", () => {
    const start = renderOnCompose(webService(), { sources: silent })
    expect(codes(start)).toEqual(["error build/start-command-unknown"])
    expect(start.diagnostics[0]?.hint).toContain('Add "command"')
    expect(codes(renderOnCompose(webService(), { sources: empty }))).toEqual([
      "error build/runtime-unknown",
    ])
  })

  test("is left out with a warning where it was sent elsewhere, and its address is a variable", () => {
    const text = `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [cloudflare] }
  web: { kind: web, source: ./web, targets: [cloudflare], env: { API: "\${services.api.url}" } }
`
    const start = renderOnCompose(text, { sources: silent })
    expect(codes(start)).toEqual(["warning compose/left-out"])
    expect(start.diagnostics[0]?.message).toContain("its start command is not known")
    expect(Object.keys(composeOf(start, "development").services)).toEqual(["web"])
    expect(containerOf(start, "development", "web").environment?.["API"]).toBe("${API_URL:?}")
    expect(containerOf(start, "development", "web").depends_on).toBeUndefined()
    const language = renderOnCompose(text, { sources: empty })
    expect(language.diagnostics[0]?.message).toContain("its language is not known")
  })
})

test("the files can be switched off", () => {
  const off = renderOnCompose(
    webService("", "platforms: { compose: false }\n").replace("[compose]", "[cloudflare]"),
  )
  expect(off.diagnostics).toEqual([])
  expect([...off.files.keys()]).toEqual([])
})
