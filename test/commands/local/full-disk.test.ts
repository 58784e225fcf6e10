import { spawnSync } from "node:child_process"
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { modelSource, shopFiles } from "./shop-stack.ts"
import { type Stack, stack } from "./stack.ts"

const unavailable = cannotMount()
if (unavailable !== undefined)
  console.log(`Skipped: no small disk can be made on this machine: ${unavailable}`)

test.skipIf(unavailable !== undefined)(
  "a full disk: clear errors, nothing left running, and the next deploy goes on",
  async () => {
    const shop = await stack({ ...shopFiles, "model/weights.bin": "x".repeat(200 * 1024) })
    const disk = smallDisk(shop)

    disk.fill()
    const first = await shop.run("deploy", "--json")
    expect([first.exit, errorOf(first.stdout).code]).toEqual([78, "deploy/unwritable-state"])
    expect(errorOf(first.stdout).message).toContain("the disk is full")

    disk.free(100 * 1024)
    const second = await shop.run("deploy", "--json")
    expect([second.exit, errorOf(second.stdout).details.cause]).toEqual([5, "local/copy-failed"])
    expect(errorOf(second.stdout).message).toContain("the disk is full")
    expect(shop.processes()).toEqual([])

    disk.empty()
    const third = await shop.run("deploy")
    expect(third.exit, third.stderr).toBe(0)

    disk.fill()
    expect((await shop.run("check", "--live")).exit).toBe(0)
    shop.write("model/main.js", modelSource("good day"))
    const fourth = await shop.run("deploy", "--json")
    expect([fourth.exit, errorOf(fourth.stdout).code]).toEqual([78, "deploy/unwritable-state"])
    expect((await shop.run("check", "--live")).exit).toBe(0)

    const { stdout } = await shop.run("releases", "--json")
    expect(JSON.parse(stdout).data.releases).toMatchObject([{ verdict: "live" }])

    expect((await shop.run("status")).stdout).toMatch(/model +local +running/)
    disk.empty()
    expect((await shop.run("deploy")).exit).toBe(0)
    expect((await shop.run("destroy")).exit).toBe(0)
    expect(shop.processes()).toEqual([])
  },
)

interface SmallDisk {
  readonly fill: () => void
  /** Gives some bytes back. */
  readonly free: (bytes: number) => void
  readonly empty: () => void
}

/** Puts everything that aidep keeps of a project on a disk of one mebibyte of its own. */
function smallDisk({ folder }: Stack): SmallDisk {
  const place = join(folder, ".aidep")
  mkdirSync(place)
  mount(place)
  onTestFinished(() => void spawnSync("umount", ["--lazy", place]))
  const filler = join(place, "filler")
  return {
    fill: () => {
      try {
        for (;;) appendFileSync(filler, "x".repeat(4096))
      } catch {
        return
      }
    },
    free: (bytes) => truncateSync(filler, statSync(filler).size - bytes),
    empty: () => rmSync(filler),
  }
}

function mount(place: string) {
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", place], { encoding: "utf8" })
}

/** Why not; undefined where it can. */
function cannotMount(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "this takes root on Linux."
  const probe = mkdtempSync(join(tmpdir(), "aidep-mount-"))
  const { status, stderr } = mount(probe)
  if (status === 0) spawnSync("umount", [probe])
  rmSync(probe, { recursive: true })
  return status === 0 ? undefined : stderr.trim()
}

interface Failure {
  readonly code: string
  readonly message: string
  readonly details: { readonly cause?: string }
}

function errorOf(stdout: string): Failure {
  return JSON.parse(stdout).error
}
