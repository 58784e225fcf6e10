import { Ajv } from "ajv"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"
import { shopFiles } from "../support/shop.ts"

const run = (...argv: readonly string[]) => runCommand(argv, { folder: projectFolder() })

describe("explain", () => {
  test("explains a code with an example", async () => {
    const { exit, stdout } = await run("explain", "manifest/unknown-key")
    expect(exit).toBe(0)
    expect(stdout).toContain("A key is not known.")
    expect(stdout).toContain("scale: { min: 1 }")
  })

  test("explains a platform's own code and a retirement", async () => {
    const retirement = await run("explain", "railway/config-files")
    expect(retirement.stdout).toContain("2026-12-01")
    expect(retirement.stdout).toContain("https://")
  })

  test("explains a field by its path, with or without the names in between", async () => {
    const plain = await run("explain", "services.gpu")
    const named = await run("explain", "services.inference.gpu")
    expect(plain.stdout).toContain("services.gpu: a list")
    expect(plain.stdout).toMatch(/Modal\s+native/)
    expect(named.stdout).toBe(plain.stdout)
  })

  test("lists every code and field without a topic", async () => {
    const { stdout } = await run("explain")
    expect(stdout).toContain("manifest/invalid")
    expect(stdout).toContain("services.scale.min")
  })

  test("an unknown topic gives the nearest", async () => {
    const { exit, stderr } = await run("explain", "manifest/unknown-kye")
    expect(exit).toBe(2)
    expect(stderr).toContain('Did you mean "manifest/unknown-key"?')
  })
})

describe("targets", () => {
  test("shows an answer for every field and platform", async () => {
    const { data } = JSON.parse((await run("targets", "--json")).stdout)
    const ids = data.platforms.map(({ id }: { id: string }) => id)
    expect(ids).toEqual(expect.arrayContaining(["railway", "render", "fly", "modal", "cloudflare"]))
    for (const row of data.rows) expect(Object.keys(row.answers).toSorted()).toEqual(ids)
    expect(data.namedOnly.map(({ id }: { id: string }) => id)).toContain("runpod")
  })

  test("shows one platform in words", async () => {
    const { stdout } = await run("targets", "fly")
    expect(stdout).toContain("Fly.io")
    expect(stdout).toContain("2026-08-01")
  })

  test("an unknown platform is a wrong argument", async () => {
    const { exit, stderr } = await run("targets", "flyy")
    expect(exit).toBe(2)
    expect(stderr).toContain('Did you mean "fly"?')
  })
})

test("schema prints a schema that takes a manifest", async () => {
  const { stdout } = await run("schema")
  const check = new Ajv({ strict: false }).compile(JSON.parse(stdout))
  expect(check(parse(shopFiles["aidep.yaml"]))).toBe(true)
  expect(check({ version: 2 })).toBe(false)
})

describe("doctor", () => {
  test("examines the machine and the manifest's platforms, and shows no value", async () => {
    const token = "canary-91ab"
    const { exit, stdout } = await runCommand(["doctor"], {
      folder: projectFolder(shopFiles),
      variables: { FLY_API_TOKEN: token },
    })
    expect(exit).toBe(0)
    expect(stdout).toMatch(/✓\s+Node\s+\d+/)
    expect(stdout).toMatch(/✓\s+FLY_API_TOKEN\s+set, for Fly\.io/)
    expect(stdout).not.toContain(token)
    expect(stdout).not.toContain("RENDER_API_KEY")
  })

  test("works without a manifest, for all platforms, and lists what ends when", async () => {
    const { data } = JSON.parse((await run("doctor", "--json")).stdout)
    const found = data.findings.find(({ name }: { name: string }) => name === "Manifest")
    expect(found).toMatchObject({ status: "warning" })
    expect(data.retirements.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(["railway/config-files", "fly/gpus", "runpod/rest-v1"]),
    )
  })
})

describe("the command line itself", () => {
  test("an unknown command gives the nearest", async () => {
    const { exit, stderr } = await run("rendre")
    expect(exit).toBe(2)
    expect(stderr).toContain('There is no command "rendre". [usage/unknown-command]')
    expect(stderr).toContain('Did you mean "aidep render"?')
  })

  test("an unknown flag is one JSON document with --json", async () => {
    const { exit, stdout, stderr } = await run("validate", "--nope", "--json")
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: "" })
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: "usage/invalid-arguments", hint: expect.stringContaining("--help") },
    })
  })

  test.each(["init", "validate", "render", "targets", "explain", "schema", "doctor"])(
    "%s --help shows examples",
    async (command) => {
      const { exit, stdout } = await run(command, "--help")
      expect(exit).toBe(0)
      expect(stdout).toContain("EXAMPLES")
      expect(stdout).toContain("--json")
    },
  )
})
