import { describe, expect, test } from "vitest"
import { nodeSource, pythonSource } from "../../support/render-manifest.ts"
import { errorsOf, gateway, jsonOf, render, told } from "./manifests.ts"

const file = "wrangler.jsonc"

/** A gateway behind the edge, on a plan that allows every period. */
const behind = (rate: string) => `${gateway}edge:
  target: cloudflare
  domain: api.example.com
  service: gateway
  rateLimit: { requests: ${rate} }
platforms: { cloudflare: { zonePlan: enterprise } }
`

/** A gateway with variables, beside a bucket. */
const withBucket = (env: string) => `${gateway}    env: ${env}
resources:
  user-files: { kind: bucket, targets: [cloudflare] }
platforms: { cloudflare: { bucketLocation: weur } }
`

/** A static site, with more fields. */
const site = (rest: string) => `
version: 1
name: shop
services:
  site: { kind: static, source: ./web, targets: [cloudflare]${rest} }
`

/** A job, with more fields. */
const job = (rest: string) => `
version: 1
name: shop
services:
  clean: { kind: job, source: ./clean, targets: [cloudflare]${rest} }
`

/** The rate limit binding of a gateway in an environment. */
const limiter = (environment: string) =>
  jsonOf(
    render(`${behind("100/60s")}environments: { production: {}, staging: {} }\n`, {
      environment,
    }),
    file,
  )["ratelimits"]

describe("a web service", () => {
  test("becomes a Worker with its entry inside the source folder", () => {
    expect(jsonOf(render(gateway), file)).toEqual({
      $schema: "node_modules/wrangler/config-schema.json",
      name: "shop-production-gateway",
      main: "services/gateway/src/worker.ts",
      compatibility_date: "2026-10-01",
      compatibility_flags: ["nodejs_compat"],
      workers_dev: true,
      preview_urls: false,
      observability: { enabled: true },
    })
  })

  test("passes known values as text, names secrets, and leaves out what is known later", () => {
    const rendered = render(`${gateway}    env:
      MODE: fast
      GREETING: \${secrets.NAME} and more
      CACHE_URL: \${resources.cache.url}
      SITE_URL: \${services.site.url}
    secrets: [API_KEYS]
    access: internal
  site: { kind: static, source: ./web, targets: [render] }
resources:
  cache: { kind: redis, targets: [railway] }
`)
    const config = jsonOf(rendered, file)
    expect(config["vars"]).toEqual({ MODE: "fast" })
    expect(config["secrets"]).toEqual({
      required: ["AIDEP_TOKEN", "API_KEYS", "CACHE_URL", "GREETING"],
    })
    expect(rendered.files.get(file)).toContain(
      'Known after a deploy, so set by "aidep deploy": AIDEP_DEPLOYMENT, SITE_URL.',
    )
    expect(rendered.files.get(file)).toContain(`npx wrangler deploy -c ${file}`)
  })

  test("may call another Worker of the account only with the flag for it", () => {
    const two = render(`${gateway}    env: { API: "\${services.api.url}" }
  api: { kind: web, source: ./services/api, targets: [cloudflare], access: internal }
`)
    const flags = ["nodejs_compat", "global_fetch_strictly_public"]
    expect(jsonOf(two, "wrangler.gateway.jsonc")["compatibility_flags"]).toEqual(flags)
    expect(jsonOf(two, "wrangler.api.jsonc")["compatibility_flags"]).toEqual(["nodejs_compat"])
    expect(two.files.has(file)).toBe(false)
  })

  test("takes its options, those of the service over those of the platform", () => {
    const rendered =
      render(`${gateway}    platforms: { cloudflare: { main: ./worker/index.js, cpuMs: 50 } }
platforms:
  cloudflare:
    accountId: 0123456789abcdef0123456789abcdef
    main: src/other.ts
    compatibilityDate: 2026-06-01
    compatibilityFlags: []
    placement: { region: "aws:us-east-1" }
    observability: false
    workersCache: true
`)
    expect(errorsOf(rendered)).toEqual([])
    expect(jsonOf(rendered, file)).toMatchObject({
      main: "services/gateway/worker/index.js",
      compatibility_date: "2026-06-01",
      account_id: "0123456789abcdef0123456789abcdef",
      compatibility_flags: [],
      limits: { cpu_ms: 50 },
      placement: { mode: "targeted", region: "aws:us-east-1" },
      observability: { enabled: false },
      cache: { enabled: true },
    })
  })

  test.each([
    ["main: ../secrets.ts", "main"],
    ["main: /etc/passwd", "main"],
    ["compatibilityDate: soon", "compatibilityDate"],
    ["zone: Example.com", "zone"],
    ["account: acme", "account"],
  ])("refuses the option %s", (option, named) => {
    const rendered = render(`${gateway}platforms: { cloudflare: { ${option} } }\n`)
    expect(errorsOf(rendered).join(" ")).toContain(named)
    expect(rendered.files.size).toBe(0)
  })
})

describe("a Worker behind the edge", () => {
  test("answers on the domain alone, so that nobody walks around the rate limit", () => {
    const config = jsonOf(render(behind("100/10s")), file)
    expect(config["routes"]).toEqual([{ pattern: "api.example.com", custom_domain: true }])
    expect(config["workers_dev"]).toBe(false)
  })

  test("gets the rate limit as a binding where one can have its period", () => {
    expect(limiter("production")).toEqual([
      {
        name: "RATE_LIMITER",
        namespace_id: expect.stringMatching(/^[1-9]\d{0,8}$/),
        simple: { limit: 100, period: 60 },
      },
    ])
    expect(jsonOf(render(behind("100/300s")), file)).not.toHaveProperty("ratelimits")
  })

  test("counts apart from the same service in another environment", () => {
    expect(limiter("staging")).not.toEqual(limiter("production"))
  })

  test("is not what another edge or another service gets", () => {
    const other = render(
      `${behind("100/10s")}`
        .replace("service: gateway", "service: api")
        .replace("edge:", "  api: { kind: web, source: ./api, targets: [railway] }\nedge:"),
    )
    const config = jsonOf(other, file)
    expect(config).not.toHaveProperty("routes")
    expect(config["workers_dev"]).toBe(true)
  })
})

describe("buckets", () => {
  test("are bound to the Workers that refer to them, and shown as the API's body", () => {
    const rendered = render(withBucket("{ FILES_URL: '${resources.user-files.url}' }"))
    expect(jsonOf(rendered, file)["r2_buckets"]).toEqual([
      { binding: "USER_FILES_BUCKET", bucket_name: "shop-production-user-files" },
    ])
    expect(rendered.files.get("cloudflare.buckets.yaml")).toContain(
      "buckets:\n  - resource: user-files\n    desired:\n      name: shop-production-user-files\n      locationHint: weur\n",
    )
  })

  test("are not bound where nothing refers to them", () => {
    const rendered = render(withBucket("{ A: b }"))
    expect(jsonOf(rendered, file)).not.toHaveProperty("r2_buckets")
    expect(rendered.files.has("cloudflare.buckets.yaml")).toBe(true)
  })

  test("do not share their name with a variable", () => {
    const rendered = render(
      withBucket("{ FILES_URL: '${resources.user-files.url}', USER_FILES_BUCKET: a }"),
    )
    expect(told(rendered)).toEqual(["error cloudflare/binding-taken"])
  })
})

describe("a static site", () => {
  test("is published from its output folder, after its build command", () => {
    const rendered = render(
      `${site(', buildCommand: [npm, run, build, "--", "it\'s; rm -rf /"], output: dist, env: { VITE_MODE: fast }')}platforms: { cloudflare: { notFound: single-page-application } }\n`,
    )
    expect(jsonOf(rendered, file)).toEqual({
      $schema: "node_modules/wrangler/config-schema.json",
      name: "shop-production-site",
      compatibility_date: "2026-10-01",
      workers_dev: true,
      preview_urls: false,
      build: { command: `npm run build -- 'it'\\''s; rm -rf /'`, cwd: "web" },
      assets: { directory: "web/dist", not_found_handling: "single-page-application" },
      observability: { enabled: true },
    })
    expect(rendered.files.get(file)).toContain(
      "while the site is built: AIDEP_DEPLOYMENT, VITE_MODE.",
    )
  })

  test("without a build command is its source folder", () => {
    const config = jsonOf(render(site("")), file)
    expect(config["assets"]).toEqual({ directory: "web", not_found_handling: "none" })
    expect(config).not.toHaveProperty("build")
  })

  test("never publishes its sources or the whole project", () => {
    const built = render(site(", buildCommand: [npm, run, build]"))
    const whole = render(site("").replace("./web", "."))
    expect([...told(built), ...told(whole)]).toEqual([
      "error cloudflare/publishes-too-much",
      "error cloudflare/publishes-too-much",
    ])
    expect(told(render(site(", output: public").replace("./web", ".")))).toEqual([])
  })
})

describe("a job", () => {
  test("is a Worker with a cron trigger and no address", () => {
    expect(jsonOf(render(job(', schedule: "0 3 * * 1"')), file)).toMatchObject({
      main: "clean/src/worker.ts",
      workers_dev: false,
      triggers: { crons: ["0 3 * * MON"] },
    })
  })

  test("needs a schedule", () => {
    expect(told(render(job("")))).toEqual(["error cloudflare/job-without-schedule"])
  })
})

describe("what a Worker cannot be", () => {
  test("Python is refused, detected or written", () => {
    const detected = render(gateway, { sources: { "./services/gateway": pythonSource } })
    expect(told(detected)).toEqual(["error cloudflare/not-javascript"])
    expect(told(render(`${gateway}    runtime: python@3.12\n`))).toEqual([
      "error cloudflare/not-javascript",
    ])
    expect(told(render(gateway, { sources: { "./services/gateway": nodeSource } }))).toEqual([])
  })

  test("too many and too large variables are refused before Cloudflare does", () => {
    const many = Array.from({ length: 128 }, (_, index) => `V${index}: a`).join(", ")
    const large = "é".repeat(2561)
    expect(told(render(`${gateway}    env: { ${many} }\n`))).toEqual([
      "error cloudflare/too-many-variables",
    ])
    expect(told(render(`${gateway}    env: { A: ${large} }\n`))).toEqual([
      "error cloudflare/variable-too-large",
    ])
    expect(told(render(`${gateway}    env: { A: ${large.slice(1)} }\n`))).toEqual([])
  })
})
