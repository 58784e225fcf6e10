import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { onTerminal } from "../support/on-terminal.ts"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"

const manifest = `version: 1
name: shop-of-plans
services:
  api:
    kind: web
    image: ghcr.io/acme/api@sha256:${"a".repeat(64)}
    targets: [render]
    env: { GREETING: hello }
    secrets: [API_KEYS]
`
const site = `version: 1
name: site-of-plans
services:
  api: { kind: web, source: ./api, targets: [local], env: { GREETING: hello }, secrets: [API_KEYS] }
`
const env = "AIDEP_SECRET_KEY=canary-key-1\nAPI_KEYS=canary-api-1\n"
const folderOf = (text: string) =>
  projectFolder({
    "aidep.yaml": text,
    ".env": env,
    "api/package.json": '{ "scripts": { "start": "node main.js" } }',
    "api/main.js":
      'require("node:http").createServer((q, a) => a.end("ok")).listen(process.env.PORT)',
  })

test("a plan shows what would be made, exits with 3 where asked to, and saves itself", async () => {
  const folder = folderOf(site)
  const { exit, stdout } = await runCommand(["plan", "--exit-code", "--out", "a.plan"], { folder })
  expect(exit).toBe(3)
  expect(stdout).toContain("+   api process on local")
  expect(stdout).toContain("1 to create, 0 to update, 0 to replace, 0 to remove, 0 unchanged.")
  expect(existsSync(join(folder, "a.plan"))).toBe(true)
  expect(existsSync(join(folder, ".aidep"))).toBe(false)
  expect(stdout).not.toContain("canary")
  expect((await runCommand(["plan"], { folder })).exit).toBe(0)
})

test("--json prints the plan as one document", async () => {
  const { stdout } = await runCommand(["plan", "--json"], { folder: folderOf(site) })
  const { ok, data } = JSON.parse(stdout)
  expect([ok, data.pending, data.plan.changes[0].address]).toEqual([
    true,
    true,
    "production/api/process/api",
  ])
  expect(stdout).not.toContain("canary")
})

test("missing credentials are told with where to make them", async () => {
  const folder = folderOf(manifest)
  for (const argv of [
    ["plan"],
    ["deploy"],
    ["secrets", "push", "--to", "render"],
    ["adopt", "api", "srv-1"],
  ]) {
    const { exit, stderr } = await runCommand(argv, {
      folder,
      variables: { RENDER_API_KEY: undefined },
    })
    expect(exit, stderr).toBe(77)
    expect(stderr).toContain("RENDER_API_KEY at https://dashboard.render.com")
  }
})

test("a saved plan that no longer holds is refused before anything is started", async () => {
  const folder = folderOf(site)
  await runCommand(["plan", "--out", "a.plan"], { folder })
  const variables = { API_KEYS: "canary-another" }
  const argv = ["deploy", "--plan", "a.plan", "--json"]
  const { exit, stdout } = await runCommand(argv, { folder, variables })
  expect([exit, JSON.parse(stdout).error.code]).toEqual([75, "deploy/stale-plan"])
  const status = await runCommand(["status"], { folder })
  expect(status.stdout).toContain("Nothing of this project stands")
})

test("--events writes one JSON object a line; a rehearsal needs no account", async () => {
  const argv = ["deploy", "--rehearse", "--events"]
  const { exit, stdout, stderr } = await runCommand(argv, { folder: folderOf(manifest) })
  expect(exit, stderr).toBe(0)
  expect(stdout).toContain("Nothing real was changed.")
  const events = stderr
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
  const kinds = new Set(events.map(({ event }) => event))
  expect([...kinds].toSorted()).toEqual(["end", "plan", "progress", "step"])
  expect(events.find(({ event }) => event === "plan").changes).toContainEqual({
    address: "production-rehearsal/api/service/api",
    change: "create",
  })
  expect(events).toContainEqual(
    expect.objectContaining({ event: "step", owner: "api", change: "create", status: "applied" }),
  )
  expect(stdout + stderr).not.toContain("canary")
})

test("a terminal shows the changes as a tree by platform", () => {
  const { exit, screen } = onTerminal(["deploy", "--rehearse"], {
    folder: folderOf(manifest),
    steps: [],
  })
  expect(exit, screen).toBe(0)
  expect(screen).toMatch(/render\s[^]*create project \(environment\)[^]*create api \(service\)/)
  expect(screen).toContain("Nothing real was changed.")
})
