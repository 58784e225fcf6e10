import { expect, test } from "vitest"
import type { Command, Processes } from "../../../src/ports/processes.ts"
import type { Simulation } from "../../../src/provider/simulation.ts"
import { parseFault } from "../../../src/workflows/rehearse/fault.ts"
import { faultScript } from "../../../src/workflows/rehearse/fault-script.ts"
import { simulatedProcesses } from "../../../src/workflows/rehearse/simulated-processes.ts"
import { startTimeline } from "../../../src/workflows/rehearse/timeline.ts"
import { virtualClock } from "../../../src/workflows/rehearse/virtual-clock.ts"

/** A platform whose command line adds words to a list, and reads it. */
function wordPlatform(): Simulation {
  let words: readonly string[] = []
  return {
    operationOf: ({ file, args: [name] }) => (file === "words" ? name : undefined),
    run: ({ args: [name, word = ""] }) => {
      if (name === "add") words = [...words, word]
      return { status: "ended", exitCode: 0, stdout: words.join(" "), stderr: "" }
    },
    delaysMs: { "words.add": 2_000, other: 100 },
    inventory: () => [],
    save: () => words,
    restore: (saved) => {
      words = saved as readonly string[]
    },
    breakNext: () => {},
  }
}

const real: Processes = {
  run: async () => ({ status: "not-found" }),
  isRunning: () => false,
}

const command = (...args: readonly string[]): Command => ({
  file: "words",
  args,
  effect: args[0] === "add" ? "change" : "read",
  timeoutMs: 60_000,
})

function machine(...faults: readonly string[]) {
  const clock = virtualClock()
  const timeline = startTimeline(clock.nowMs)
  const processes = simulatedProcesses(real, {
    platforms: [{ platform: "words", simulation: wordPlatform() }],
    clock,
    faults: faultScript(faults.flatMap((text) => parseFault(text) ?? [])),
    onCall: timeline.call,
  })
  const run = async (...args: readonly string[]) => await processes.run(command(...args))
  const words = async () => {
    const outcome = await run("list")
    return outcome.status === "ended" ? outcome.stdout : outcome.status
  }
  return { processes, timeline, run, words }
}

test("commands of a simulated platform go to it and take their time; others really run", async () => {
  const { processes, run, words, timeline } = machine()
  await run("add", "one")
  expect(await words()).toBe("one")
  const other = { file: "git", args: [], effect: "read", timeoutMs: 1 } as const
  expect(await processes.run(other)).toEqual({ status: "not-found" })
  expect(timeline.entries()).toMatchObject([
    { operation: "words.add", tookMs: 2_000, outcome: "exit 0" },
    { operation: "words.list", tookMs: 100 },
  ])
})

test.each([
  ["words.add:server-error", "ended", ""],
  ["words.add:timeout-before", "timed-out", ""],
  ["words.add:timeout-after", "timed-out", "one"],
  ["words.add:cut", "ended", "one"],
  ["words.add:half-applied", "ended", ""],
  ["words.add:stale-read", "ended", "one"],
])("a command that meets %s ends so, and its work is done or not", async (fault, status, left) => {
  const { run, words } = machine(fault)
  expect((await run("add", "one")).status).toBe(status)
  expect(await words()).toBe(left)
})

test("a stale read tells what was before the last change, and the next one is true", async () => {
  const { run, words } = machine("words.list:stale-read@2")
  await run("add", "one")
  expect(await words()).toBe("one")
  await run("add", "two")
  expect(await words()).toBe("one")
  expect(await words()).toBe("one two")
})
