import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { onTerminal } from "../support/on-terminal.ts"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"

const program = fileURLToPath(new URL("../../bin/dev.js", import.meta.url))
const manifest = `version: 1
name: shop
services:
  api:
    kind: web
    image: ghcr.io/acme/api@sha256:${"a".repeat(64)}
    targets: [render]
    secrets: [API_KEYS]
`

function release(number: number, verdict: string, restores?: string) {
  return {
    id: `r-2026112${number}t100000000z`,
    madeAt: `2026-11-2${number}T10:00:00.000Z`,
    deployments: { api: `d-${number}` },
    platforms: { api: "render" },
    verdict,
    ...(restores === undefined ? {} : { restores }),
    parts: [
      {
        address: "production/api/service/api",
        kind: "service",
        provider: "render",
        owner: "api",
        desired: {},
        dependsOn: [],
      },
    ],
  }
}

const first = release(1, "live")
const releases = [first, release(2, "not-live"), release(3, "live", first.id)]
const state = `${JSON.stringify({ schema: "aidep/state@2", releases }, null, 2)}\n`
const released = { "aidep.yaml": manifest, ".aidep/state/production.json": state }

describe("releases", () => {
  test("is a table, the newest first", async () => {
    const folder = projectFolder(released)
    const { exit, stdout } = await runCommand(["releases"], { folder })
    expect(exit).toBe(0)
    expect(stdout.split("\n")).toEqual([
      'Releases of "production":',
      "  release                made                  verdict   restores               services",
      "  r-20261123t100000000z  2026-11-23 10:00:00Z  live      r-20261121t100000000z  api on render",
      "  r-20261122t100000000z  2026-11-22 10:00:00Z  not-live                         api on render",
      "  r-20261121t100000000z  2026-11-21 10:00:00Z  live                             api on render",
      "",
      '"aidep rollback" would bring back r-20261121t100000000z.',
      "",
    ])
  })

  test("is one document with --json", async () => {
    const folder = projectFolder(released)
    const { stdout } = await runCommand(["releases", "--json"], { folder })
    const { ok, command, data } = JSON.parse(stdout)
    expect([ok, command, data.releases.length]).toEqual([true, "releases", 3])
    expect(data.releases[0]).toEqual({
      id: "r-20261123t100000000z",
      madeAt: "2026-11-23T10:00:00.000Z",
      verdict: "live",
      restores: "r-20261121t100000000z",
      services: [{ name: "api", platform: "render", deploymentId: "d-3" }],
      restorable: true,
    })
  })

  test("says when nothing was released", async () => {
    const folder = projectFolder({ "aidep.yaml": manifest })
    const { stdout } = await runCommand(["releases"], { folder })
    expect(stdout).toBe('Nothing was released in "production" yet.\n')
  })
})

describe("state", () => {
  test("show tells of history, journal and lock; repair puts a cut-off history together", async () => {
    const folder = projectFolder(released)
    const file = join(folder, ".aidep/state/production.json")
    const fine = await runCommand(["state", "show"], { folder })
    expect(fine.stdout).toContain("3 releases; newest: r-20261123t100000000z (live)")
    expect(fine.stdout).toMatch(/lock +free/)

    writeFileSync(file, state.slice(0, -60))
    const damaged = await runCommand(["releases", "--json"], { folder })
    expect([damaged.exit, JSON.parse(damaged.stdout).error.code]).toEqual([78, "state/damaged"])
    const shown = await runCommand(["state", "show"], { folder })
    expect([shown.exit, shown.stdout]).toEqual([0, expect.stringMatching(/history +damaged/)])

    const repaired = await runCommand(["state", "repair", "--json"], { folder })
    const { data } = JSON.parse(repaired.stdout)
    expect(data).toMatchObject({ status: "rebuilt", releases: 2, fromJournal: [] })
    expect(readFileSync(data.kept, "utf8")).toBe(state.slice(0, -60))
    expect((await runCommand(["releases"], { folder })).exit).toBe(0)
    const again = await runCommand(["state", "repair"], { folder })
    expect(again.stdout).toContain("is whole: 2 releases. Nothing was changed.")
  })

  test("unlock names the holder, and takes the lock with --force", async () => {
    const now = new Date().toISOString()
    const lock = {
      schema: "aidep/lock@1",
      owner: "somebody",
      host: "another-machine",
      process: 7,
      reason: "deploy",
      since: now,
      heartbeat: now,
      leaseMs: 60_000,
    }
    const folder = projectFolder({
      ...released,
      ".aidep/state/production.lock.3": JSON.stringify(lock),
    })
    const shown = await runCommand(["state", "show"], { folder })
    expect(shown.stdout).toContain(`held: deploy, process 7 on another-machine, since ${now}`)
    const refused = await runCommand(["unlock", "--json"], { folder })
    expect([refused.exit, JSON.parse(refused.stdout).error.code]).toEqual([
      77,
      "state/not-unlocked",
    ])
    const taken = await runCommand(["unlock", "--force"], { folder })
    expect(taken.stdout).toContain('The lock of "production" was taken from deploy, process 7')
    const free = await runCommand(["unlock"], { folder })
    expect(free.stdout).toBe('Nobody holds the lock of "production".\n')
  })
})

describe("secrets", () => {
  test("set reads standard input and writes a file that only its owner reads; list shows no value", async () => {
    const folder = projectFolder({ "aidep.yaml": manifest })
    const set = spawnSync(process.execPath, [program, "secrets", "set", "API_KEYS"], {
      cwd: folder,
      input: "canary-piped #1\n",
      encoding: "utf8",
      env: { PATH: process.env["PATH"], NO_COLOR: "1", PWD: folder },
    })
    expect([set.status, set.stdout]).toEqual([
      0,
      '✓ API_KEYS is set in ".env". It reaches api with the next deploy.\n',
    ])
    const file = join(folder, ".env")
    expect(readFileSync(file, "utf8")).toBe("API_KEYS='canary-piped #1'\n")
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const variables = { AIDEP_SECRET_KEY: "canary-key", RENDER_API_KEY: undefined }
    const listed = await runCommand(["secrets", "list"], { folder, variables })
    expect(listed.exit).toBe(0)
    expect(listed.stdout).toMatch(/AIDEP_SECRET_KEY +environment +[0-9a-f]{12} +key of the project/)
    expect(listed.stdout).toMatch(/API_KEYS +\.env +[0-9a-f]{12} +api/)
    expect(listed.stdout).toMatch(/RENDER_API_KEY +missing +credential of Render/)
    expect(listed.stdout).toContain("1 of 3 have no value: aidep secrets set RENDER_API_KEY")
    const document = await runCommand(["secrets", "list", "--json"], { folder, variables })
    for (const { stdout, stderr } of [set, listed, document])
      expect(stdout + stderr).not.toContain("canary")
  })

  test("set does not take the value from the command line, and does not show it", () => {
    const folder = projectFolder({ "aidep.yaml": manifest })
    const { status, stderr } = spawnSync(
      process.execPath,
      [program, "secrets", "set", "API_KEYS=canary"],
      { cwd: folder, input: "", encoding: "utf8", env: { PATH: process.env["PATH"], PWD: folder } },
    )
    expect([status, existsSync(join(folder, ".env"))]).toEqual([2, false])
    expect(stderr).toContain("secret/unusable-name")
    expect(stderr).not.toContain("canary")
  })

  test("set asks at a terminal without showing what is typed", () => {
    const folder = projectFolder({ "aidep.yaml": manifest })
    const { exit, screen, waiting } = onTerminal(["secrets", "set", "API_KEYS"], {
      folder,
      steps: [["Value of API_KEYS", "canary-typed\r"]],
    })
    expect([exit, waiting]).toEqual([0, []])
    expect(screen).toContain('API_KEYS is set in ".env"')
    expect(screen).not.toContain("canary")
    expect(readFileSync(join(folder, ".env"), "utf8")).toBe("API_KEYS=canary-typed\n")
  })
})
