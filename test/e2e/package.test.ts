import { spawnSync } from "node:child_process"
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "aidep-package-"))
const project = join(folder, "project")

interface Ended {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(file: string, args: readonly string[], cwd: string): Ended {
  const env = { ...process.env, CI: "true", NO_COLOR: "1" }
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, env, encoding: "utf8" })
  return { exit: status, stdout, stderr }
}

const aidep = (...args: readonly string[]) =>
  run(process.execPath, [join(folder, "node_modules/aidep/bin/run.js"), ...args], project)

function succeed(file: string, args: readonly string[], cwd: string): string {
  const { exit, stdout, stderr } = run(file, args, cwd)
  if (exit !== 0) throw new Error(`"${file} ${args.join(" ")}" ended with ${exit}: ${stderr}`)
  return stdout
}

/** Packs the release build as npm would publish it and installs it in a clean folder. */
beforeAll(() => {
  succeed("npm", ["run", "build"], root)
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder]
  const [{ filename }] = JSON.parse(succeed("npm", pack, root))
  writeFileSync(join(folder, "package.json"), "{}")
  succeed("npm", ["install", "--no-audit", "--no-fund", join(folder, filename)], folder)
  mkdirSync(join(project, "api"), { recursive: true })
  writeFileSync(join(project, "api/package.json"), '{ "scripts": { "start": "node server.js" } }')
  writeFileSync(
    join(project, "aidep.yaml"),
    [
      "version: 1",
      "name: shop",
      "services:",
      "  api: { kind: web, source: ./api, targets: [fly, railway], secrets: [API_KEY] }",
      "",
    ].join("\n"),
  )
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("the packed program validates and renders in a clean folder", () => {
  expect(aidep("validate")).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining('"aidep.yaml" is valid'),
  })
  expect(aidep("render")).toMatchObject({ exit: 0, stderr: "" })
  expect(readFileSync(join(project, "fly.toml"), "utf8")).toContain('app = "shop-production-api"')
  expect(aidep("render", "--check")).toMatchObject({ exit: 0 })
})

test("the packed program finds a secret, and shows it in no format", () => {
  const token = "ghp_q7Hx2LmV9sPz4RkTy8WbN3cJ5dFg6hKj1aZx"
  const file = join(project, "api/config.js")
  writeFileSync(file, `const token = "${token}"\n`)
  try {
    for (const format of ["pretty", "json", "junit", "sarif", "annotations", "markdown"]) {
      const { exit, stdout, stderr } = aidep("check", "--format", format)
      expect({ exit, stderr }).toEqual({ exit: 4, stderr: "" })
      expect(stdout).toContain("api/config.js")
      expect(stdout).not.toContain(token)
    }
  } finally {
    rmSync(file)
  }
})

const stack = `version: 1
name: stack
services:
  api: { kind: web, source: ./api, targets: [local], command: [node, server.js], health: { path: / } }
  edge: { kind: web, source: ./edge, targets: [cloudflare], health: { path: / }, platforms: { local: { runtime: workerd, main: worker.js } } }
  site: { kind: static, source: ./site, targets: [local] }
  report: { kind: job, source: ./api, targets: [local], command: [node, report.js] }
`
const stackFiles = {
  "aidep.yaml": stack,
  ".env": "AIDEP_SECRET_KEY=canary-of-a-package\n",
  "api/package.json": "{}",
  "api/server.js":
    'require("node:http").createServer((_, answer) => answer.end("api")).listen(process.env.PORT, process.env.HOST)',
  "api/report.js": 'console.log("reported")',
  "edge/package.json": "{}",
  "edge/worker.js": 'export default { fetch: () => new Response("edge") }',
  "site/index.html": "site",
}

test("the packed program runs services, Workers, sites and jobs on this machine", async () => {
  const place = join(folder, "stack")
  for (const [path, text] of Object.entries(stackFiles)) {
    mkdirSync(dirname(join(place, path)), { recursive: true })
    writeFileSync(join(place, path), text)
  }
  mkdirSync(join(place, "node_modules"))
  symlinkSync(join(root, "node_modules/wrangler"), join(place, "node_modules/wrangler"))
  const program = join(folder, "node_modules/aidep/bin/run.js")
  const inStack = (...args: readonly string[]) =>
    run(process.execPath, [program, ...args, "--target", "local", "--json"], place)
  try {
    const deployed = inStack("deploy")
    expect(deployed.exit, deployed.stdout).toBe(0)
    const { data } = JSON.parse(deployed.stdout)
    const urls = new Map<string, string>(
      data.services.map(({ name, url }: Deployed) => [name, url]),
    )
    for (const name of ["api", "edge", "site"])
      expect(await (await fetch(`${urls.get(name)}/`)).text()).toBe(name)
    expect((await fetch(`${urls.get("report")}/`, { method: "POST" })).status).toBe(200)
    expect(JSON.parse(inStack("logs", "report").stdout).data.lines).toEqual(["reported"])
  } finally {
    expect(inStack("destroy")).toMatchObject({ exit: 0 })
  }
})

interface Deployed {
  readonly name: string
  readonly url: string
}

test("a failure is one JSON document on standard output and nothing else", () => {
  const { exit, stdout, stderr } = aidep("validate", "--manifest", "nowhere.yaml", "--json")
  expect(exit).toBe(65)
  expect(stderr).toBe("")
  expect(JSON.parse(stdout)).toMatchObject({
    schema: "aidep/result@1",
    command: "validate",
    ok: false,
    error: { code: "manifest/missing-file" },
  })
})

test("the package ships the schema that manifests point to", () => {
  const path = join(folder, "node_modules/aidep/schema/aidep.schema.json")
  const printed = aidep("schema")
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(JSON.parse(printed.stdout))
})

test("the program offers completions for the usual shells", () => {
  expect(aidep("autocomplete", "script", "bash")).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining("aidep"),
  })
})

test("a provider of somebody else builds on the public contract", () => {
  writeFileSync(
    join(folder, "provider.mjs"),
    'import { defineProvider, native } from "aidep/provider"\nconsole.log(typeof defineProvider, native.level)\n',
  )
  expect(run(process.execPath, ["provider.mjs"], folder)).toMatchObject({
    exit: 0,
    stdout: "function native\n",
  })
})

test("compiled code that was kept and is damaged, or cannot be kept, stops nothing", () => {
  const caches = join(folder, "caches")
  const validate = (cache: string) => {
    const env = { ...process.env, XDG_CACHE_HOME: cache, NO_COLOR: "1" }
    const program = join(folder, "node_modules/aidep/bin/run.js")
    const ended = spawnSync(process.execPath, [program, "validate"], { cwd: project, env })
    expect(ended.stderr.toString()).toBe("")
    expect(ended.status).toBe(0)
  }
  validate(caches)
  const [kept = ""] = readdirSync(join(caches, "aidep/code"))
  const code = join(caches, "aidep/code", kept)
  const size = statSync(code).size
  writeFileSync(code, "no code")
  validate(caches)
  expect(statSync(code).size).toBeGreaterThan(size / 2)
  writeFileSync(join(folder, "file"), "")
  validate(join(folder, "file"))
})
