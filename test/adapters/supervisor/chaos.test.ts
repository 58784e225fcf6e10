import { readdirSync, readFileSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"
import { expect, test } from "vitest"
import { isGone, place, quick, supervisor } from "./supervised.ts"

const rounds = process.env["FULL"] === "1" ? 100 : 6

/** A small generator of the same numbers for the same seed, from 0 to 1: xorshift of 32 bits. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** Everything that runs with this text in its environment or its arguments. */
function running(text: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && !isGone(Number(name)))
    .map(Number)
    .filter((pid) =>
      [`/proc/${pid}/environ`, `/proc/${pid}/cmdline`].some((file) => holds(file, text)),
    )
}

function holds(file: string, text: string): boolean {
  try {
    return readFileSync(file, "latin1").includes(text)
  } catch {
    return false
  }
}

test.runIf(process.platform === "linux")(
  "starts, stops and kills at any moment never make two of one, and a stop leaves nothing",
  async () => {
    const { folder, workingFolder, script } = place()
    const label = `chaos ${workingFolder}`
    const text = `
      import { spawn } from "node:child_process"
      spawn("sleep", ["1000"])
      setTimeout(() => process.exit(1), 20 + Math.random() * 300)`
    const variables = { PLACE: workingFolder, PATH: process.env["PATH"] ?? "" }
    const order = script(text, { label, variables, backOff: quick })
    const services = () => running(`PLACE=${workingFolder}`)
    const programs = () => services().filter((pid) => holds(`/proc/${pid}/cmdline`, "program.mjs"))
    const next = random(20_261_121)
    const kill = (pids: readonly number[]) => {
      const pid = pids[Math.floor(next() * pids.length)]
      if (pid !== undefined && !isGone(pid)) process.kill(pid, "SIGKILL")
    }
    const act = async (): Promise<void> => {
      const choice = next()
      // Not to wait for anything, but to do things at different moments.
      await pause(next() * 200)
      if (choice < 0.5) await supervisor.start(order)
      else if (choice < 0.65) await supervisor.stop(folder, { graceMs: 1_000 })
      else if (choice < 0.8) kill(running(label))
      else kill(services())
    }
    for (let round = 1; round <= rounds; round++) {
      await Promise.all([act(), act(), act(), act()])
      expect(programs().length).toBeLessThanOrEqual(1)
      if (round % 3 !== 0) continue
      await supervisor.stop(folder, { graceMs: 1_000 })
      expect([...services(), ...running(label)]).toEqual([])
    }
  },
  300_000,
)
