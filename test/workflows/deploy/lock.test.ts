import { describe, expect, test } from "vitest"
import type { Context } from "../../../src/workflows/context.ts"
import { withLock } from "../../../src/workflows/deploy/lock.ts"
import { fakeContext } from "../../support/fake-context.ts"
import { memoryFiles } from "../../support/memory-files.ts"
import { errorOf, scene } from "./scene.ts"

const file = "/project/.aidep/state/production.lock"
const held = (process: number) => JSON.stringify({ process, since: "2026-11-20T10:00:00Z" })

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
    const shop = scene({ [`${file}.1`]: held(7) })
    const error = await errorOf(shop.deploy({ context: command(shop.context, 1, [7]) }))
    expect([error.exit, error.code]).toEqual([75, "deploy/lock-held"])
    expect(error.message).toContain("process 7, since 2026-11-20T10:00:00Z. Nothing was changed.")
    expect(shop.world.calls).toEqual([])
    expect(shop.files.text(`${file}.1`)).toBe(held(7))
  })

  test.each([
    ["of a process that is gone", held(7)],
    ["of an earlier process of our number", held(1)],
    ["that is damaged", "{"],
  ])("%s is taken over", async (_, text) => {
    const shop = scene({ [`${file}.3`]: text })
    await shop.deploy()
    expect(shop.files.paths().filter((path) => path.startsWith(file))).toEqual([`${file}.4`])
    await shop.deploy()
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
      const files = memoryFiles({ [`${file}.1`]: held(2) })
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
          const context = command(fakeContext({ files: slow }), process, numbers)
          const rounds: PromiseSettledResult<void>[] = []
          for (let round = 0; round < 30; round++)
            rounds.push(...(await Promise.allSettled([withLock(file, context, work)])))
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
