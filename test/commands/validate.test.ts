import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"
import { shopFiles, shopManifest } from "../support/shop.ts"

const validate = (folder: string, ...args: readonly string[]) =>
  runCommand(["validate", ...args], { folder })

test("says where everything goes", async () => {
  const result = await validate(projectFolder(shopFiles))
  expect(result).toMatchObject({ exit: 0, stderr: "" })
  expect(result.stdout).toContain('"aidep.yaml" is valid. Project "shop", environment "production"')
  expect(result.stdout).toMatch(/service\s+api\s+web\s+fly\s+or railway/)
})

test("--target moves what lists the platform, and --json is one document", async () => {
  const { exit, stdout, stderr } = await validate(
    projectFolder(shopFiles),
    "--target",
    "railway",
    "--json",
  )
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" })
  expect(JSON.parse(stdout)).toMatchObject({
    schema: "aidep/result@1",
    command: "validate",
    ok: true,
    data: { placements: [{ name: "api", platform: "railway", alternatives: ["fly"] }] },
    diagnostics: [],
  })
})

test("reports all that is wrong at once, each with place and hint, on standard error", async () => {
  const manifest = shopManifest
    .replace("kind: web", "kind: website")
    .replace("port: 8080", "port: 80800")
    .replace("[fly, railway]", "[flyy]")
    .replace("LOG_LEVEL: info", 'PEER: "${services.apy.url}"')
  const { exit, stdout, stderr } = await validate(
    projectFolder({ ...shopFiles, "aidep.yaml": manifest }),
  )
  expect({ exit, stdout }).toEqual({ exit: 65, stdout: "" })
  expect(stderr).toContain('aidep.yaml:5:11 error "services.api.kind" cannot be the text "website"')
  expect(stderr).toContain('aidep.yaml:8:11 error "services.api.port" must be at most 65535')
  expect(stderr).toContain(
    'Error: "aidep.yaml" has 2 errors. Nothing was changed. [manifest/invalid]',
  )
})

test("what fits together is judged once the form is right", async () => {
  const manifest = shopManifest
    .replace("[fly, railway]", "[flyy]")
    .replace("LOG_LEVEL: info", 'PEER: "${services.apy.url}"')
  const { exit, stderr } = await validate(projectFolder({ ...shopFiles, "aidep.yaml": manifest }))
  expect(exit).toBe(65)
  expect(stderr).toContain(
    'aidep.yaml:7:15 error There is no platform "flyy". [project/unknown-target]',
  )
  expect(stderr).toContain('→ Did you mean "fly"?')
  expect(stderr).toContain('aidep.yaml:10:19 error There is no service "apy".')
  expect(stderr).toContain('→ Did you mean "api"?')
})

test("a GPU where there is none names where it can go, and for Fly the date", async () => {
  const manifest = shopManifest.replace("port: 8080", "gpu: [T4]")
  const { exit, stderr } = await validate(projectFolder({ ...shopFiles, "aidep.yaml": manifest }))
  expect(exit).toBe(65)
  expect(stderr).toContain('"gpu" cannot be used on Fly.io')
  expect(stderr).toContain("2026-08-01")
  expect(stderr).toMatch(/These have it: .*modal/)
})

describe("bad input", () => {
  const cases: readonly (readonly [string, Uint8Array | string, string])[] = [
    ["an empty file", "", "manifest/empty"],
    ["only a comment", "# nothing\n", "manifest/empty"],
    ["binary data", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]), "manifest/not-text"],
    ["another encoding", new Uint8Array([0x6e, 0xff, 0xfe]), "manifest/not-text"],
    ["a tab as indentation", "services:\n\tapi: {}\n", "manifest/yaml-syntax"],
    ["a duplicate key", "version: 1\nversion: 1\n", "manifest/duplicate-key"],
    ["an anchor inside itself", "version: 1\nx-a: &a [*a]\n", "manifest/alias"],
    ["more than the limit", `# ${"x".repeat(5 * 1024 * 1024)}\n`, "manifest/too-large"],
    ["a list", "- version: 1\n", "manifest/wrong-type"],
    ["a text", "hello\n", "manifest/wrong-type"],
    ["deep nesting", `x-a: ${"[".repeat(20_000)}\n`, "manifest/"],
  ]

  test.each(cases)("%s is an error with a place", async (_name, content, code) => {
    const folder = projectFolder()
    writeFileSync(join(folder, "aidep.yaml"), content)
    const { exit, stdout } = await validate(folder, "--json")
    const document = JSON.parse(stdout)
    expect(exit).toBe(65)
    expect(document.diagnostics[0].code).toContain(code)
    expect(document.diagnostics[0]).toMatchObject({
      file: "aidep.yaml",
      line: expect.any(Number),
      column: expect.any(Number),
      hint: expect.stringMatching(/\.$|\?$/),
    })
  })

  test("a reference without quotes in a one-line map is told apart from other faults", async () => {
    const manifest = shopManifest.replace("LOG_LEVEL: info", "PEER: ${services.api.url}")
    const folder = projectFolder({ ...shopFiles, "aidep.yaml": manifest })
    const { exit, stderr } = await validate(folder)
    expect(exit).toBe(65)
    expect(stderr).toContain("aidep.yaml:10:19 error This is not well-formed YAML")
    expect(stderr).toContain('put a value that holds "${...}" in quotes')
  })

  test("a missing manifest says how to make one", async () => {
    const { exit, stderr } = await validate(projectFolder())
    expect(exit).toBe(65)
    expect(stderr).toContain('"aidep.yaml" does not exist. Nothing was changed.')
    expect(stderr).toContain('→ Run "aidep init"')
  })

  test("a folder in place of the manifest is named as such", async () => {
    const folder = projectFolder()
    mkdirSync(join(folder, "aidep.yaml"))
    const { exit, stderr } = await validate(folder)
    expect(exit).toBe(65)
    expect(stderr).toContain('"aidep.yaml" cannot be read: it is a folder.')
  })

  test("a source folder that does not exist", async () => {
    const { exit, stderr } = await validate(projectFolder({ "aidep.yaml": shopManifest }))
    expect(exit).toBe(65)
    expect(stderr).toContain('aidep.yaml:6:13 error The source "./api" does not exist.')
  })

  test("a source that leaves the project through a link", async () => {
    const outside = projectFolder({ "package.json": "{}" })
    const folder = projectFolder({ "aidep.yaml": shopManifest })
    symlinkSync(outside, join(folder, "api"))
    const { exit, stderr } = await validate(folder)
    expect(exit).toBe(65)
    expect(stderr).toContain('The source "./api" leads out of the project through a symbolic link.')
  })

  test("a target that nothing lists", async () => {
    const { exit, stderr } = await validate(projectFolder(shopFiles), "--target", "render")
    expect(exit).toBe(65)
    expect(stderr).toContain('No service or resource lists "render" among its targets.')
  })

  test("an environment that is not declared", async () => {
    const manifest = `${shopManifest}environments: { staging: {}, production: {} }\n`
    const folder = projectFolder({ ...shopFiles, "aidep.yaml": manifest })
    const { exit, stderr } = await validate(folder, "--env", "stagign")
    expect(exit).toBe(65)
    expect(stderr).toContain('The environment "stagign" is not declared')
  })
})
