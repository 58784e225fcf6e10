import { describe, expect, test } from "vitest"
import { walkGraph } from "../../../src/workflows/deploy/apply/walk-graph.ts"
import { virtualClock } from "../../../src/workflows/rehearse/virtual-clock.ts"

interface Node {
  readonly name: string
  readonly dependsOn: readonly string[]
}

const node = (name: string, ...dependsOn: readonly string[]): Node => ({ name, dependsOn })

/** Walks on a clock of its own; every node takes as many milliseconds as `tookMs` says. */
async function walk(
  nodes: readonly Node[],
  options: {
    readonly concurrency?: number
    readonly tookMs?: (name: string) => number
    readonly outcome?: (name: string) => boolean
  } = {},
) {
  const clock = virtualClock(0)
  const events: string[] = []
  const { concurrency = 16, tookMs = () => 10, outcome = () => true } = options
  await walkGraph({
    nodes,
    concurrency,
    isStopped: () => false,
    work: async ({ name }) => {
      events.push(`${clock.nowMs()} ${name}`)
      await clock.sleep(tookMs(name))
      events.push(`${clock.nowMs()} /${name}`)
      return outcome(name)
    },
  })
  return { events, endMs: clock.nowMs() }
}

describe("walkGraph", () => {
  test("starts each node when what it depends on has ended, not later", async () => {
    const nodes = [node("c", "a"), node("a"), node("b"), node("d", "b", "c")]
    const { events } = await walk(nodes, { tookMs: (name) => (name === "b" ? 50 : 10) })
    expect(events.filter((event) => !event.includes("/"))).toEqual(["0 a", "0 b", "10 c", "50 d"])
  })

  test("takes no longer than the longest way through the graph", async () => {
    const layers = [...Array(20).keys()].map((layer) =>
      [...Array(10).keys()].map((at) =>
        node(`${layer}-${at}`, ...(layer === 0 ? [] : [`${layer - 1}-${at}`])),
      ),
    )
    expect((await walk(layers.flat(), { concurrency: 16 })).endMs).toBe(20 * 10)
  })

  test("never works on more than was allowed", async () => {
    const nodes = Array.from({ length: 30 }, (_, at) => node(String(at)))
    const { events, endMs } = await walk(nodes, { concurrency: 4 })
    let running = 0
    const counts = events.map((event) => (running += event.includes("/") ? -1 : 1))
    expect(Math.max(...counts)).toBe(4)
    expect(endMs).toBe(80)
  })

  test("starts nothing after a failure, and lets what is at work end", async () => {
    const nodes = [node("a"), node("b"), node("c", "a"), node("d", "b")]
    const { events } = await walk(nodes, {
      tookMs: (name) => (name === "b" ? 50 : 10),
      outcome: (name) => name !== "a",
    })
    expect(events).toEqual(["0 a", "0 b", "10 /a", "50 /b"])
  })

  test("passes an error on when everything else has ended", async () => {
    const ended: string[] = []
    const clock = virtualClock(0)
    const walking = walkGraph({
      nodes: [node("a"), node("b")],
      concurrency: 2,
      isStopped: () => false,
      work: async ({ name }) => {
        if (name === "a") throw new Error("It broke.")
        await clock.sleep(100)
        ended.push(name)
        return true
      },
    })
    await expect(walking).rejects.toThrow("It broke.")
    expect(ended).toEqual(["b"])
  })
})
