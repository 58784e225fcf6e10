import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"
import { shopFiles, shopManifest } from "../support/shop.ts"

const render = (folder: string, ...args: readonly string[]) =>
  runCommand(["render", ...args], { folder })

const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8")

test("writes each platform's files, and the second time leaves them as they are", async () => {
  const folder = projectFolder(shopFiles)
  const first = await render(folder)
  expect(first).toMatchObject({ exit: 0, stderr: "" })
  expect(first.stdout).toContain("+ fly.toml")
  expect(first.stdout).toContain("+ compose.yaml")
  const before = read(folder, "fly.toml")
  const second = await render(folder)
  expect(second.stdout).toMatch(/All \d+ files are up to date\.\n$/)
  expect(read(folder, "fly.toml")).toBe(before)
})

test("a Dockerfile that aidep wrote does not change what is rendered next", async () => {
  const folder = projectFolder(shopFiles)
  await render(folder)
  expect(existsSync(join(folder, "api/Dockerfile"))).toBe(true)
  expect(await render(folder, "--check")).toMatchObject({ exit: 0 })
})

test("--all adds the files of every other allowed target", async () => {
  const folder = projectFolder(shopFiles)
  await render(folder, "--all")
  expect(existsSync(join(folder, "fly.toml"))).toBe(true)
  expect(existsSync(join(folder, ".railway/railway.ts"))).toBe(true)
})

test("--out writes elsewhere, --target elsewhere again, and nothing lands in the project", async () => {
  const folder = projectFolder(shopFiles)
  await render(folder, "--out", "rendered", "--target", "railway")
  expect(existsSync(join(folder, "rendered/.railway/railway.ts"))).toBe(true)
  expect(existsSync(join(folder, "fly.toml"))).toBe(false)
})

test("--check exits with 3, shows the difference and writes nothing", async () => {
  const folder = projectFolder(shopFiles)
  await render(folder)
  writeFileSync(join(folder, "aidep.yaml"), shopManifest.replace("info", "debug"))
  const before = read(folder, "fly.toml")
  const { exit, stderr } = await render(folder, "--check")
  expect(exit).toBe(3)
  expect(stderr).toMatch(/-.*LOG_LEVEL.*info/)
  expect(stderr).toMatch(/\+.*LOG_LEVEL.*debug/)
  expect(stderr).toContain('→ Run "aidep render" and commit the result.')
  expect(read(folder, "fly.toml")).toBe(before)
})

describe("files that are not aidep's to overwrite", () => {
  test("an edited file is shown and kept, until --force", async () => {
    const folder = projectFolder(shopFiles)
    await render(folder)
    const edited = read(folder, "fly.toml").replace("8080", "9090")
    writeFileSync(join(folder, "fly.toml"), edited)
    const refused = await render(folder)
    expect(refused).toMatchObject({ exit: 1, stdout: "" })
    expect(refused.stderr).toContain('"fly.toml" would change, but it was edited by hand')
    expect(refused.stderr).toMatch(/^-.*9090/m)
    expect(read(folder, "fly.toml")).toBe(edited)
    expect(await render(folder, "--force")).toMatchObject({ exit: 0 })
    expect(read(folder, "fly.toml")).toContain("8080")
  })

  test("a foreign file stops everything, so that nothing is half-written", async () => {
    const folder = projectFolder({ ...shopFiles, "fly.toml": "app = 'mine'\n" })
    const { exit, stderr } = await render(folder)
    expect(exit).toBe(1)
    expect(stderr).toContain("[artifact/not-overwritten]")
    expect(readdirSync(folder).toSorted()).toEqual(["aidep.yaml", "api", "fly.toml"])
    expect(read(folder, "fly.toml")).toBe("app = 'mine'\n")
  })

  test("line endings that git changed are no edit", async () => {
    const folder = projectFolder(shopFiles)
    await render(folder)
    const windows = read(folder, "fly.toml").replaceAll("\n", "\r\n")
    writeFileSync(join(folder, "fly.toml"), windows)
    writeFileSync(join(folder, "aidep.yaml"), shopManifest.replace("info", "debug"))
    expect(await render(folder)).toMatchObject({ exit: 0 })
    expect(read(folder, "fly.toml")).toContain("debug")
  })

  test("a Dockerfile of the user stays without a word", async () => {
    const folder = projectFolder({ ...shopFiles, "api/Dockerfile": "FROM node:24\n" })
    expect(await render(folder)).toMatchObject({ exit: 0, stderr: "" })
    expect(read(folder, "api/Dockerfile")).toBe("FROM node:24\n")
  })
})

describe("bad input", () => {
  test("an invalid manifest writes nothing", async () => {
    const folder = projectFolder({ ...shopFiles, "aidep.yaml": `${shopManifest}unknown: 1\n` })
    expect(await render(folder)).toMatchObject({ exit: 65, stdout: "" })
    expect(readdirSync(folder).toSorted()).toEqual(["aidep.yaml", "api"])
  })

  test("a folder that cannot be written says so and leaves nothing behind", async () => {
    const folder = projectFolder({ ...shopFiles, blocked: "a file" })
    const { exit, stderr } = await render(folder, "--out", "blocked/here")
    expect(exit).toBe(78)
    expect(stderr).toMatch(
      /cannot be written: a part of its path is a file\. Nothing was changed\./,
    )
  })

  test("a link that leads out of the project is not followed", async () => {
    const outside = projectFolder()
    const folder = projectFolder({ ...shopFiles })
    mkdirSync(join(folder, "linked"))
    symlinkSync(outside, join(folder, ".railway"))
    const { exit, stderr } = await render(folder, "--target", "railway")
    expect(exit).toBe(77)
    expect(stderr).toContain('".railway/railway.ts" would be written outside of the project')
    expect(readdirSync(outside)).toEqual([])
  })

  test("a platform known by name only cannot be rendered", async () => {
    const manifest = shopManifest.replace("[fly, railway]", "[runpod, fly]")
    const folder = projectFolder({ ...shopFiles, "aidep.yaml": manifest })
    const { exit, stderr } = await render(folder)
    expect(exit).toBe(65)
    expect(stderr).toContain("RunPod is known to aidep by name only")
    expect(await render(folder, "--target", "fly")).toMatchObject({ exit: 0 })
  })

  test("--check and --force exclude each other", async () => {
    const { exit, stderr } = await render(projectFolder(shopFiles), "--check", "--force")
    expect(exit).toBe(2)
    expect(stderr).toContain("[usage/invalid-arguments]")
  })
})

test("no value of a secret reaches a file or the output", async () => {
  const folder = projectFolder(shopFiles)
  const canary = "canary-5f1d0c"
  const result = await runCommand(["render", "--all"], { folder, variables: { API_KEY: canary } })
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"))
  expect([result.stdout, result.stderr, ...texts].filter((text) => text.includes(canary))).toEqual(
    [],
  )
})
