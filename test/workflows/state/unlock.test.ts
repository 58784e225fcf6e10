import { describe, expect, test } from "vitest"
import type { Context } from "../../../src/workflows/context.ts"
import { unlock } from "../../../src/workflows/state/unlock.ts"
import { scriptedPrompt } from "../../support/scripted-prompt.ts"
import { errorOf, input, type Scene, scene } from "../deploy/scene.ts"
import { held, lockPath } from "./held-lock.ts"

const asked = { ...input, force: false }
const living = (shop: Scene): Context => ({
  ...shop.context,
  processes: { ...shop.context.processes, isRunning: () => true },
})
const lockTexts = ({ files }: Scene) =>
  files
    .paths()
    .filter((path) => path.startsWith(lockPath))
    .map((path) => files.text(path))

describe("unlock", () => {
  test("says so where nobody holds the lock", async () => {
    const shop = scene()
    const free = { environment: "production", was: { status: "free" }, unlocked: false }
    expect(await unlock(asked, shop.context)).toEqual(free)
    await shop.deploy()
    expect(await unlock(asked, shop.context)).toEqual(free)
  })

  test("takes it without a question from a process that is gone", async () => {
    const shop = scene({ [`${lockPath}.4`]: held() })
    const { unlocked, was } = await unlock(asked, shop.context)
    expect([unlocked, was.status]).toEqual([true, "gone"])
    expect(lockTexts(shop)).toEqual([expect.stringContaining('"released":true')])
    await shop.deploy()
  })

  test.each([
    ["alive", held({ host: "there" })],
    ["doubtful", held({ host: "there", ageMs: 3_600_000 })],
    ["doubtful", JSON.stringify({ schema: "aidep/lock@2" })],
  ])("leaves one that is %s where nobody can be asked", async (_, text) => {
    const shop = scene({ [`${lockPath}.4`]: text })
    const error = await errorOf(unlock(asked, shop.context))
    expect([error.exit, error.code]).toEqual([77, "state/not-unlocked"])
    expect(lockTexts(shop)).toEqual([text])
  })

  test("asks, and names the holder", async () => {
    const shop = scene({ [`${lockPath}.4`]: held() })
    const no = scriptedPrompt([{ to: "Take it away", answer: false }])
    const error = await errorOf(unlock(asked, { ...living(shop), prompt: no }))
    expect(error.code).toBe("state/not-unlocked")
    expect(no.asked[0]).toContain("deploy, process 7 on here, since 2026-11-20T23:59:59.000Z")
    expect(lockTexts(shop)).toEqual([held()])
    const yes = scriptedPrompt([{ to: "Take it away", answer: true }])
    expect((await unlock(asked, { ...living(shop), prompt: yes })).unlocked).toBe(true)
  })

  test("does not ask with --force, and the holder stops before its next change", async () => {
    const shop = scene()
    const { processes } = living(shop)
    let unlocked: Promise<unknown> | undefined
    shop.world.interfere = (call) => {
      if (call === "create cache") unlocked = unlock({ ...asked, force: true }, shop.context)
      return undefined
    }
    const error = await errorOf(shop.deploy({ context: { processes } }))
    expect(await unlocked).toMatchObject({ unlocked: true })
    expect(error.code).toBe("state/lock-lost")
    expect(error.message).not.toContain("by another one")
    expect(shop.world.calls).not.toContain("create gateway")
  })

  test("of a project whose manifest deploys nowhere works all the same", async () => {
    const shop = scene({ [`${lockPath}.4`]: held() })
    await shop.write("aidep.yaml", "version: 1\nname: shop\nservices: {}\n")
    expect((await unlock(asked, shop.context)).unlocked).toBe(true)
  })
})
