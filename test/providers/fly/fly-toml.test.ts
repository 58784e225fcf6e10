import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it, test } from "vitest"
import * as z from "zod"
import { codes, flyToml, renderOnFly, webOnFly } from "./render-fly.ts"
import { schemaErrors, withoutSpecs } from "./schemas.ts"

const complete = readFileSync(
  fileURLToPath(new URL("../../fixtures/manifests/complete.yaml", import.meta.url)),
  "utf8",
)

const withProcess = z.object({ processes: z.object({ app: z.string() }) })

const everything = `version: 1
name: shop
rollout: { strategy: canary, steps: [50%, 100%], pause: 60s }
platforms: { fly: { organization: acme, regions: [eu-central, syd], autoStop: suspend } }
services:
  api:
    kind: web
    image: ghcr.io/acme/api:1.4.2
    targets: [fly]
    size: { cpu: 2, memory: 2GiB }
    scale: { min: 0, max: 4, concurrency: 50 }
    regions: [us-west, ord]
    port: 9000
    command: [node, server.js, --name, "it's #1"]
    health: { path: /ready, startup: 10m }
    env: { LOG_LEVEL: debug, WORKER: "\${services.admin.url}/jobs" }
    secrets: [API_KEY]
    preDeploy: [npm, run, migrate]
    restart: always
  admin: { kind: web, source: ./admin, dockerfile: ./docker/Dockerfile, targets: [fly], access: internal }
  worker:
    kind: worker
    source: .
    targets: [fly]
    volumes: { work-files: { mount: /data, size: 20GiB } }
    restart: never
`

describe("fly.toml", () => {
  test.skipIf(withoutSpecs)("follows both schemas, for every field that Fly has", () => {
    for (const rendered of [
      renderOnFly(everything),
      renderOnFly(complete, { target: "fly" }),
      renderOnFly(webOnFly("")),
    ]) {
      const files = [...rendered.files].filter(([path]) => path.endsWith(".toml"))
      expect(files.length).toBeGreaterThan(0)
      for (const [path, text] of files) expect([path, ...schemaErrors(text)]).toEqual([path])
    }
  })

  test.skipIf(withoutSpecs)(
    "would not follow the strict schema with a key that flyctl lacks",
    () => {
      const text = renderOnFly(webOnFly("")).files.get("fly.toml") ?? ""
      expect(schemaErrors(`${text}\n[schedule]\ncron = "0 3 * * *"\n`)).not.toEqual([])
    },
  )

  it("writes one file for a lone service and one for each of several", () => {
    const lone = renderOnFly(webOnFly("image: nginx:1.29").replace("source: ./api, ", ""))
    expect([...lone.files.keys()]).toEqual(["fly.toml"])
    const several = [...renderOnFly(everything).files.keys()]
    expect(several.filter((path) => path.endsWith(".toml"))).toEqual([
      "fly.api.toml",
      "fly.admin.toml",
      "fly.worker.toml",
    ])
  })

  it("keeps the order in which flyctl writes the sections", () => {
    const text = renderOnFly(everything).files.get("fly.api.toml") ?? ""
    const keys = [...text.matchAll(/^(?:\[+(\w+)|(app|primary_region) =)/gm)].map(
      ([, section, key]) => section ?? key,
    )
    expect([...new Set(keys)]).toEqual([
      "app",
      "primary_region",
      "build",
      "deploy",
      "env",
      "processes",
      "http_service",
      "restart",
      "vm",
    ])
  })

  it("renders the same bytes twice", () => {
    expect(renderOnFly(everything).files).toEqual(renderOnFly(everything).files)
  })
})

describe("one service on Fly", () => {
  it("maps every field to its key", () => {
    const { platforms, files } = renderOnFly(everything)
    const specs = platforms.get("fly")?.specs.services
    expect(specs?.[0]).toMatchObject({
      toml: {
        app: "shop-production-api",
        primary_region: "sjc",
        build: { image: "ghcr.io/acme/api:1.4.2" },
        deploy: { strategy: "canary", wait_timeout: "600s", release_command: "npm run migrate" },
        env: {
          LOG_LEVEL: "debug",
          PORT: "9000",
          WORKER: "http://shop-production-admin.flycast/jobs",
        },
        http_service: {
          internal_port: 9000,
          force_https: true,
          auto_stop_machines: "suspend",
          auto_start_machines: true,
          min_machines_running: 0,
          processes: ["app"],
          concurrency: { type: "requests", hard_limit: 50, soft_limit: 40 },
          checks: [{ path: "/ready", grace_period: "60s", method: "GET" }],
        },
        restart: [{ policy: "always" }],
        vm: [{ size: "shared-cpu-2x", memory: "2048mb" }],
      },
      regions: ["sjc", "ord"],
      machines: 4,
      environment: { secrets: ["API_KEY"], later: ["AIDEP_DEPLOYMENT"] },
    })
    expect(specs?.[2]).toMatchObject({
      toml: {
        primary_region: "fra",
        build: { dockerfile: "Dockerfile" },
        mounts: [{ source: "work_files", destination: "/data", initial_size: "20gb" }],
        http_service: undefined,
        restart: [{ policy: "never" }],
        vm: [{ size: "shared-cpu-1x", memory: "1024mb" }],
      },
    })
    expect(files.get("fly.admin.toml")).toContain('dockerfile = "admin/docker/Dockerfile"')
  })

  it("gives flyctl commands that split into the words of the manifest", () => {
    const command = [
      "node",
      "server.js",
      "--name",
      "it's #1",
      "a b",
      '"',
      "$HOME",
      "\\",
      "*",
      "x=y",
    ]
    const { processes } = withProcess.parse(
      flyToml(renderOnFly(webOnFly(`command: ${JSON.stringify(command)}`))),
    )
    const program =
      "import json, shlex, sys; print(json.dumps(shlex.split(sys.argv[1], comments=True)))"
    const split = execFileSync("python3", ["-c", program, processes.app], { encoding: "utf8" })
    expect(JSON.parse(split)).toEqual(command)
  })

  it("keeps Machines running where minimum and maximum are the same", () => {
    const toml = flyToml(renderOnFly(webOnFly("scale: { min: 2, max: 2 }")))
    expect(toml["http_service"]).toMatchObject({
      auto_stop_machines: "off",
      auto_start_machines: true,
      min_machines_running: 2,
    })
  })

  it("says in the header what fly.toml cannot hold", () => {
    const text = renderOnFly(everything).files.get("fly.admin.toml") ?? ""
    expect(text.split("\n").slice(1, 7)).toEqual([
      "# Made once:  fly apps create shop-production-admin --org acme",
      "# Reached:    fly ips allocate-v6 --private --config fly.admin.toml",
      "# Deployed:   fly deploy admin --config ../fly.admin.toml",
      "# Machines:   fly scale count 1 --region fra,syd --config fly.admin.toml",
      "# Secrets:    AIDEP_TOKEN",
      "# At deploy:  AIDEP_DEPLOYMENT",
    ])
  })

  it("never writes a secret, nor the address of a data store", () => {
    const text = renderOnFly(complete, { target: "fly" }).files.get("fly.toml") ?? ""
    expect(text).toMatch(
      /^# Secrets: {4}API_KEYS, JWT_SECRET, REDIS_URL, SENTRY_DSN, UPSTREAM_TOKEN$/m,
    )
    expect(text).not.toMatch(/^\s*(?:API_KEYS|JWT_SECRET|REDIS_URL|SENTRY_DSN|UPSTREAM_TOKEN)\b/m)
  })

  it("names the image that a pipeline builds, and leaves its digest to the deploy", () => {
    const manifest = `${webOnFly("")}build: { by: ci }\nregistry: ghcr.io/acme\n`
    const rendered = renderOnFly(manifest)
    expect(flyToml(rendered)["build"]).toEqual({ image: "ghcr.io/acme/shop-api" })
    expect(rendered.files.get("fly.toml")).toContain("--image ghcr.io/acme/shop-api@DIGEST")
  })

  it("cuts long names to a host name's label and keeps them apart", () => {
    const manifest = webOnFly("").replace("name: shop", `name: ${"a".repeat(40)}`)
    const apps = ["y", "z"].map((last) => {
      const named = manifest.replace("api:", `${"b".repeat(39)}${last}:`)
      return String(flyToml(renderOnFly(named))["app"])
    })
    expect(apps.map((app) => app.length)).toEqual([63, 63])
    expect(apps[0]).not.toBe(apps[1])
  })

  it("has nothing to say about a plain service", () => {
    expect(codes(renderOnFly(webOnFly("health: { path: /health }")))).toEqual([])
  })
})
