import { readdirSync, readFileSync, statSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { packageJson } from "../support/folder-contents.ts"
import { onTerminal } from "../support/on-terminal.ts"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"

const nodeProject = {
  "package.json": packageJson({
    dependencies: { express: "5" },
    scripts: { start: "node server.js" },
    engines: { node: ">=24" },
  }),
  "server.js": 'app.get("/healthz", ok)\napp.listen(process.env.PORT ?? 3000)\n',
  ".env.example": "LOG_LEVEL=info\nSTRIPE_KEY=\n",
}

const init = (folder: string, ...args: readonly string[]) =>
  runCommand(["init", ...args], { folder })
const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8")

/** Makes a project and answers with its key. */
async function newKey(): Promise<string> {
  const folder = projectFolder(nodeProject)
  const output = await init(folder, "--target", "fly")
  const key = /^AIDEP_SECRET_KEY=(.*)$/m.exec(read(folder, ".env"))?.[1] ?? ""
  expect(key).toMatch(/^[\w-]{43}$/)
  expect(statSync(join(folder, ".env")).mode & 0o077).toBe(0)
  expect(JSON.stringify(output)).not.toContain(key)
  return key
}

test("writes a manifest for a Node project that validates and renders as it is", async () => {
  const folder = projectFolder(nodeProject)
  const { stdout, stderr, exit } = await init(
    folder,
    "--name=shop",
    "--target=railway",
    "--target=render",
  )
  expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 })
  expect(stdout).toMatch(/name +shop +\(flag\)/)
  expect(stdout).toMatch(/port +3000 +\(detected in server\.js:2\)/)
  expect(stdout).toMatch(/targets +railway, render +\(flag\)/)
  expect(stdout).toContain('✓ 4 files written for the project "shop".')
  expect(stdout).toContain("Put the values of STRIPE_KEY into .env, which git ignores.")
  expect(stdout).toContain("aidep validate")
  expect(parse(read(folder, "aidep.yaml"))).toMatchObject({
    name: "shop",
    services: {
      web: {
        kind: "web",
        source: ".",
        targets: ["railway", "render"],
        port: 3000,
        health: { path: "/healthz" },
        env: { LOG_LEVEL: "info" },
        secrets: ["STRIPE_KEY"],
      },
    },
  })
  expect(await runCommand(["validate"], { folder })).toMatchObject({ exit: 0, stderr: "" })
  expect(await runCommand(["render"], { folder })).toMatchObject({ exit: 0 })
})

test("the key of the project is new each time, for its owner only, and never shown", async () => {
  expect(await newKey()).not.toBe(await newKey())
})

test("--json is one document, in success and in failure", async () => {
  const folder = projectFolder(nodeProject)
  const missing = await init(folder, "--json")
  expect(missing).toMatchObject({ exit: 2, stderr: "" })
  expect(JSON.parse(missing.stdout)).toMatchObject({
    command: "init",
    ok: false,
    error: { code: "usage/no-terminal", details: { missing: ["--target PLATFORM"] } },
  })
  const { stdout, exit } = await init(folder, "--json", "--target", "fly")
  expect(exit).toBe(0)
  const { ok, data } = JSON.parse(stdout)
  expect(ok).toBe(true)
  expect(data).toMatchObject({
    folder: ".",
    files: [{ path: "aidep.yaml", change: "create" }, {}, {}, {}],
    secrets: ["STRIPE_KEY"],
  })
  expect(data.values).toContainEqual({
    service: "web",
    label: "port",
    value: "3000",
    from: { by: "detected", place: "server.js:2" },
  })
})

test("--print-manifest prints the manifest and nothing else, and writes nothing", async () => {
  const folder = projectFolder(nodeProject)
  const { stdout, exit } = await init(folder, "--target", "fly", "--print-manifest")
  expect(exit).toBe(0)
  expect(stdout.split("\n")[0]).toMatch(/^# yaml-language-server: /)
  expect(parse(stdout)).toMatchObject({ version: 1, services: { web: { targets: ["fly"] } } })
  expect(readdirSync(folder).toSorted()).toEqual(Object.keys(nodeProject).toSorted())
})

test("an existing manifest is replaced with --force only", async () => {
  const folder = projectFolder(nodeProject)
  await init(folder, "--target", "fly")
  const before = read(folder, "aidep.yaml")
  const refused = await init(folder, "--target", "railway")
  expect(refused.exit).toBe(1)
  expect(refused.stderr).toContain('"aidep.yaml" is there already: the project')
  expect(refused.stderr).toContain('"aidep init --force"')
  expect(read(folder, "aidep.yaml")).toBe(before)
  const env = read(folder, ".env")
  expect((await init(folder, "--target", "railway", "--force")).exit).toBe(0)
  expect(read(folder, "aidep.yaml")).toContain("targets: [railway]")
  expect(read(folder, ".env")).toBe(env)
})

describe("wrong command lines", () => {
  test.each([
    [["--template", "starter", "--port", "80"], "--template"],
    [["--source", "a", "--image", "b"], "--image"],
    [["--port", "0"], "--port"],
    [["--kind", "website"], "--kind"],
    [["a", "b"], "Unexpected argument"],
  ])("%j", async (args, text) => {
    const { exit, stderr } = await init(projectFolder(), ...args)
    expect({ exit, named: stderr.includes(text) }).toEqual({ exit: 2, named: true })
    expect(stderr).toContain("usage/invalid-arguments")
  })

  test("an unknown template names those there are, and the nearest", async () => {
    const { exit, stderr } = await init(projectFolder(), "--template", "startr")
    expect(exit).toBe(2)
    expect(stderr).toMatch(/There is no template "startr"; there are: .*starter/)
    expect(stderr).toContain('→ Run "aidep init --template starter".')
  })

  test("an unknown platform names the nearest", async () => {
    const { exit, stderr } = await init(projectFolder(nodeProject), "--target", "raylway")
    expect(exit).toBe(2)
    expect(stderr).toContain('Did you mean "railway"?')
  })
})

test("a place that cannot be written is an error of the environment, and nothing is left behind", async () => {
  const folder = projectFolder({ file: "" })
  const args = ["--image", "nginx:1", "--target", "fly"]
  const { exit, stderr } = await init(folder, "file/below", ...args)
  expect(exit).toBe(78)
  expect(stderr).toContain('"file/below/aidep.yaml" cannot be written')
  expect(stderr).toContain("Nothing was changed.")
  expect(readdirSync(folder)).toEqual(["file"])
})

test("a folder reached through a symbolic link is as good as any", async () => {
  const folder = projectFolder(
    Object.fromEntries(Object.entries(nodeProject).map(([path, text]) => [`real/${path}`, text])),
  )
  symlinkSync(join(folder, "real"), join(folder, "link"))
  expect(await init(folder, "link", "--target", "fly")).toMatchObject({ exit: 0, stderr: "" })
  expect(read(folder, "real/aidep.yaml")).toContain("source: .\n")
})

describe("on a terminal", () => {
  test("asks, shows every value with its origin, and writes after a yes", () => {
    const folder = projectFolder(nodeProject)
    const { exit, screen, waiting } = onTerminal(["init"], {
      folder,
      steps: [
        ["Name of the project", "shop\r"],
        ['Kind of "web"', "\r"],
        ['Platforms that "web" may go to', " \r"],
        ['Port that "web" listens on', "\r"],
        ['Path of "web" that answers 200', "\r"],
        ["Write these 4 files?", "y\r"],
      ],
    })
    expect({ exit, waiting }).toEqual({ exit: 0, waiting: [] })
    expect(screen).toMatch(/name +shop +\(you\)/)
    expect(screen).toMatch(/port +3000 +\(detected in server\.js:2\)/)
    expect(screen).toContain('4 files written for the project "shop".')
    expect(parse(read(folder, "aidep.yaml"))).toMatchObject({ name: "shop", services: { web: {} } })
  })

  test("Ctrl-C ends it with 130 and writes nothing", () => {
    const folder = projectFolder(nodeProject)
    const { exit, screen } = onTerminal(["init"], {
      folder,
      steps: [["Name of the project", "\u0003"]],
    })
    expect(exit).toBe(130)
    expect(screen).toContain("Interrupted. Nothing was changed.")
    expect(readdirSync(folder).toSorted()).toEqual(Object.keys(nodeProject).toSorted())
  })
})
