import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
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
