import { describe, expect, test } from "vitest"
import type { Context } from "../../../src/workflows/context.ts"
import { withLock } from "../../../src/workflows/deploy/state/lock.ts"
import { fakeContext } from "../../support/fake-context.ts"
import { memoryFiles } from "../../support/memory-files.ts"
import { virtualClock } from "../../../src/workflows/rehearse/virtual-clock.ts"
import { held, lockPath as file, startMs } from "../state/held-lock.ts"
import { errorOf, scene } from "./scene.ts"

const place = {
  folder: "/project",
  parsed: { manifest: { name: "shop" } },
  project: { environment: "production" },
}

/** The command of a process; those of `running` are alive. */
function command(context: Context, process: number, running: readonly number[] = []): Context {
  return {
    ...context,
    machine: { ...context.machine, process },
    processes: { ...context.processes, isRunning: (id) => running.includes(id) },
  }
}

describe("the lock of an environment", () => {
  test("of a living process is respected, and named", async () => {
    const shop = scene({ [`${file}.1`]: held() })
    const error = await errorOf(shop.deploy({ context: command(shop.context, 1, [7]) }))
    expect([error.exit, error.code]).toEqual([75, "deploy/lock-held"])
    expect(error.message).toContain(
      "deploy, process 7 on here, since 2026-11-20T23:59:59.000Z. Nothing was changed.",
    )
    expect(shop.world.calls).toEqual([])
    expect(shop.files.text(`${file}.1`)).toBe(held())
  })

  test("of a pipeline is named by the address of its run", async () => {
    const shop = scene()
    const variables = {
      GITHUB_SERVER_URL: "https://git.test",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_RUN_ID: "12",
    }
    let text = ""
    shop.world.interfere = () => {
      text = shop.files.text(`${file}.1`) ?? ""
      return undefined
    }
    await shop.deploy({ context: { ...shop.context, variables } })
    expect(JSON.parse(text).run).toBe("https://git.test/acme/shop/actions/runs/12")
  })

  test.each([
    ["of a process that is gone", held()],
    ["of an earlier process of our number", held({ process: 1 })],
    ["that is damaged", "{"],
    ["that was released", JSON.stringify({ released: true })],
  ])("%s is taken over at once", async (_, text) => {
    const shop = scene({ [`${file}.3`]: text })
    await shop.deploy()
    expect(shop.context.clock.nowMs() - startMs).toBeLessThan(10_000)
    const [left, ...others] = shop.files.paths().filter((path) => path.startsWith(file))
    expect(others).toEqual([])
    expect(shop.files.text(left ?? "")).toContain('"released":true')
    await shop.deploy()
  })

  test.each([
    ["that died", { host: "there", ageMs: 120_000 }],
    ["whose clock is ahead", { host: "there", ageMs: -3_600_000 }],
    ["of here that hangs", { ageMs: 120_000 }],
  ])("of a holder %s is taken over after a lease without a sign of life", async (_, options) => {
    const shop = scene({ [`${file}.1`]: held(options) })
    await shop.deploy({ context: command(shop.context, 1, [7]) })
    expect(shop.context.clock.nowMs() - startMs).toBeGreaterThanOrEqual(60_000)
    expect(shop.progress[0]).toContain("watching it for 60 seconds")
  })

  test.each([
    ["set forward", 7_200_000],
    ["set back", -7_200_000],
  ])("is kept by a living holder when the clock of who wants it was %s", async (_, ageMs) => {
    const shop = scene({ [`${file}.1`]: held({ host: "there", ageMs }) })
    const { clock } = shop.context
    let looks = 0
    const sleep: typeof clock.sleep = async (durationMs, signal) => {
      await clock.sleep(durationMs, signal)
      looks += 1
      // The other machine renews after a while.
      if (looks === 4)
        await shop.write(
          ".aidep/state/production.lock.2",
          held({ host: "there", ageMs: ageMs - 15_000 }),
        )
    }
    const error = await errorOf(shop.deploy({ context: { clock: { ...clock, sleep } } }))
    expect([error.code, looks, shop.world.calls]).toEqual(["deploy/lock-held", 4, []])
  })

  test("of a newer aidep is watched, and named as that", async () => {
    const shop = scene({ [`${file}.1`]: JSON.stringify({ schema: "aidep/lock@2" }) })
    await shop.deploy()
    expect(shop.context.clock.nowMs() - startMs).toBeGreaterThanOrEqual(60_000)
  })

  test("says that it lives four times a minute while the work goes on", async () => {
    const shop = scene()
    const turns: (() => Promise<void>)[] = []
    const intervals: number[] = []
    let ended = 0
    const timer: Context["timer"] = {
      every: (intervalMs, turn) => {
        intervals.push(intervalMs)
        turns.push(turn)
        return () => void (ended += 1)
      },
    }
    const heartbeats: string[] = []
    const context = { ...shop.context, timer }
    await withLock({ place, reason: "deploy" }, context, async (lock) => {
      for (let beat = 0; beat < 3; beat++) {
        await context.clock.sleep(15_000)
        await turns[0]?.()
        const [path = ""] = shop.files.paths().filter((one) => one.startsWith(file))
        heartbeats.push(JSON.parse(shop.files.text(path) ?? "").heartbeat)
      }
      await lock.confirm()
    })
    expect([intervals, ended, new Set(heartbeats).size]).toEqual([[15_000], 1, 3])
  })

  test("that was lost stops the run before its next change", async () => {
    const shop = scene()
    shop.world.interfere = (call) => {
      if (call === "create model")
        void shop.write(".aidep/state/production.lock.9", held({ host: "there" }))
      return undefined
    }
    const error = await errorOf(shop.deploy())
    expect([error.exit, error.code]).toEqual([75, "state/lock-lost"])
    expect(error.message).toContain("but by another one: deploy, process 7 on there")
    expect(shop.world.calls).toEqual(["create cache", "create model"])
    expect(shop.files.text(`${file}.9`)).toBe(held({ host: "there" }))
    expect(shop.files.text("/project/.aidep/state/production.json")).toBeUndefined()
  })

  test("is released by a deploy that fails", async () => {
    const shop = scene()
    shop.world.interfere = () => ({ message: "It ended." })
    await errorOf(shop.deploy({ context: command(shop.context, 7) }))
    shop.world.interfere = () => undefined
    await shop.deploy({ context: command(shop.context, 8, [7]) })
    expect(shop.world.standing.size).toBe(3)
  })

  test("of two deploys at once, one works and the other is told to wait", async () => {
    const shop = scene()
    const alive = [7, 8]
    const outcomes = await Promise.allSettled(
      alive.map((process) => shop.deploy({ context: command(shop.context, process, alive) })),
    )
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
    expect(shop.world.calls).toHaveLength(3)
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "never has two holders, however slow the looks at it are (%i)",
    async (seed) => {
      const files = memoryFiles({ [`${file}.1`]: held({ process: 2 }) })
      const pause = pauses(seed)
      const slowly =
        <Arguments extends readonly unknown[], Result>(
          work: (...given: Arguments) => Promise<Result>,
        ) =>
        async (...given: Arguments): Promise<Result> => {
          const result = await work(...given)
          await pause()
          return result
        }
      const { list, read, createExclusively } = files
      const slow = {
        ...files,
        list: slowly(list),
        read: slowly(read),
        createExclusively: slowly(createExclusively),
      }
      let inside = 0
      let most = 0
      const work = async () => {
        inside += 1
        most = Math.max(most, inside)
        await pause()
        inside -= 1
      }
      const numbers = Array.from({ length: 8 }, (_, index) => index + 10)
      const outcomes = await Promise.all(
        numbers.map(async (process) => {
          const context = command(
            fakeContext({ files: slow, clock: virtualClock() }),
            process,
            numbers,
          )
          const rounds: PromiseSettledResult<void>[] = []
          for (let round = 0; round < 30; round++)
            rounds.push(
              ...(await Promise.allSettled([withLock({ place, reason: "test" }, context, work)])),
            )
          return rounds
        }),
      )
      expect(most).toBe(1)
      const rejected = outcomes.flat().filter((outcome) => outcome.status === "rejected")
      expect(rejected.length).toBeLessThan(8 * 30)
      for (const { reason } of rejected) expect(reason).toMatchObject({ code: "deploy/lock-held" })
    },
  )
})

/** Loses time, now and then a lot of it; the same for the same seed. */
function pauses(seed: number): () => Promise<void> {
  let state = seed
  return async () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    const turns = state % 7 === 0 ? 400 : state % 12
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
  }
}
