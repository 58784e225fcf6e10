import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { problems, withoutSpecs, wranglerSchema } from "./api-schema.ts"
import { errorsOf, jsonOf, render } from "./manifests.ts"

const wrangler = fileURLToPath(
  new URL("../../../node_modules/wrangler/bin/wrangler.js", import.meta.url),
)

/** Uses every key that aidep writes. */
const manifest = `
version: 1
name: shop
services:
  gateway:
    kind: web
    source: ./services/gateway
    targets: [cloudflare]
    env: { RATE: 60/60s, FILES_URL: "\${resources.files.url}", CLEAN: "\${services.site.url}" }
    secrets: [API_KEYS]
    platforms: { cloudflare: { cpuMs: 300, placement: smart, workersCache: true } }
  clean: { kind: job, source: ./jobs/clean, targets: [cloudflare], schedule: "*/30 3 * * 1-5" }
  site: { kind: static, source: ./web, targets: [cloudflare], buildCommand: [node, build.cjs, "it's a page"], output: dist }
resources:
  files: { kind: bucket, targets: [cloudflare] }
edge:
  target: cloudflare
  domain: api.example.com
  service: gateway
  rateLimit: { requests: 100/10s }
platforms:
  cloudflare: { accountId: 0123456789abcdef0123456789abcdef, notFound: 404-page }
`

/** What a person would have written: a Worker that needs Node's API, a job, and a site with its build. */
const sources = {
  "services/gateway/src/worker.ts": `
import { Buffer } from "node:buffer"
export default {
  async fetch(_request: Request, env: { readonly RATE: string }): Promise<Response> {
    return new Response(Buffer.from("gateway answers " + env.RATE).toString("base64"))
  },
}
`,
  "jobs/clean/src/worker.ts": `
export default { async scheduled(): Promise<void> { console.log("cleaned") } }
`,
  "web/build.cjs": `
const fs = require("node:fs")
fs.mkdirSync("dist")
fs.writeFileSync("dist/index.html", process.argv[2])
`,
}

const rendered = render(manifest)
const files = ["gateway", "clean", "site"].map((service) => `wrangler.${service}.jsonc`)

describe.skipIf(withoutSpecs)("the schema of wrangler 4.164.0", () => {
  test.each(files)("accepts %s", (file) => {
    expect(problems(wranglerSchema(), jsonOf(rendered, file))).toBe("")
  })

  test("refuses a key it does not know, so that this test means something", () => {
    const config = { ...jsonOf(rendered, files[0]!), usage_model: "bundled" }
    expect(problems(wranglerSchema(), config)).not.toBe("")
  })
})

describe("wrangler 4.164.0", () => {
  let folder = ""

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "aidep-wrangler-"))
    for (const [path, text] of [...Object.entries(sources), ...rendered.files]) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
  })

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  /** Bundles without an account or a network; answers with all that it says. */
  async function dryRun(file: string): Promise<string> {
    const args = [
      wrangler,
      "deploy",
      "--dry-run",
      "--outdir",
      join(folder, `out-${file}`),
      "-c",
      file,
    ]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
      cwd: folder,
      timeout: 60_000,
      env: {
        PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
        HOME: folder,
        CI: "1",
        NO_COLOR: "1",
        WRANGLER_SEND_METRICS: "false",
      },
    })
    return `${stdout}\n${stderr}`
  }

  test("bundles the Worker and sees every binding", { timeout: 60_000 }, async () => {
    expect(errorsOf(rendered)).toEqual([])
    const said = await dryRun("wrangler.gateway.jsonc")
    expect(said).toContain("env.FILES_BUCKET (shop-production-files)")
    expect(said).toContain("env.RATE_LIMITER (100 requests/10s)")
    expect(said).toContain('env.RATE ("60/60s")')
    expect(said).not.toMatch(/warning|unexpected/i)
    const bundle = await readFile(join(folder, "out-wrangler.gateway.jsonc", "worker.js"), "utf8")
    expect(bundle).toContain("gateway answers")
    expect(bundle).toContain("node:buffer")
  })

  test("bundles the job", { timeout: 60_000 }, async () => {
    expect(await dryRun("wrangler.clean.jsonc")).not.toMatch(/warning|unexpected/i)
  })

  test("builds the site with its arguments whole, and reads it", { timeout: 60_000 }, async () => {
    const said = await dryRun("wrangler.site.jsonc")
    expect(said).toContain("Read 1 file from the assets directory")
    expect(said).not.toMatch(/warning|unexpected/i)
    expect(await readFile(join(folder, "web", "dist", "index.html"), "utf8")).toBe("it's a page")
  })
})
