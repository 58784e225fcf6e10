import { spawn } from "node:child_process"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { lastingWorld, secrets, standingNames, writeStack } from "../world.ts"

export const scenarios = ["first deploy", "update", "rollback", "destroy"] as const
export type Scenario = (typeof scenarios)[number]

export interface SweepResult {
  readonly stack: string
  readonly scenario: Scenario
  /** Points at which a process was killed. */
  readonly points: number
  /** What is wrong after the next run, a sentence each. */
  readonly problems: readonly string[]
}

/** What a scenario begins with, which command is killed, and which one has to bring everything in order. */
const commands: Readonly<Record<Scenario, { before: readonly string[]; command: string }>> = {
  "first deploy": { before: [], command: "deploy" },
  update: { before: ["deploy a"], command: "deploy" },
  rollback: { before: ["deploy a", "deploy b"], command: "rollback" },
  destroy: { before: ["deploy a"], command: "destroy" },
}

/**
 * Kills a process before and after every entry of the journal that its command writes, lets the next one go on, and
 * compares what then stands with a run that was never killed. `choose` picks the points.
 */
export async function sweep(
  stack: string,
  scenario: Scenario,
  choose: (points: number) => readonly number[],
): Promise<SweepResult> {
  const root = mkdtempSync(join(tmpdir(), "aidep-crash-"))
  try {
    const start = join(root, "start")
    await prepare(start, stack, scenario)
    const { command } = commands[scenario]
    const whole = join(root, "whole")
    cpSync(start, whole, { recursive: true })
    await run(whole, stack, command)
    const wanted = await inventory(whole, stack)
    const points = choose(2 * (journalLines(whole) - journalLines(start)))
    const problems: string[] = []
    for (const point of points) {
      const folder = join(root, `point-${point}`)
      cpSync(start, folder, { recursive: true })
      const killed = await run(folder, stack, command, point)
      if (killed !== "SIGKILL") problems.push(`${point}: the process was not killed (${killed}).`)
      const ended = await run(folder, stack, command)
      problems.push(...(await problemsOf(folder, { stack, scenario, point, ended, wanted })))
      rmSync(folder, { recursive: true })
    }
    return { stack, scenario, points: points.length, problems }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function prepare(folder: string, stack: string, scenario: Scenario): Promise<void> {
  for (const step of commands[scenario].before) {
    writeStack(folder, stack, step.split(" ")[1] ?? "a")
    const ended = await run(folder, stack, "deploy")
    if (ended !== 0) throw new Error(`The deploy before ended with ${ended}.`)
  }
  const version = scenario === "destroy" || scenario === "first deploy" ? "a" : "b"
  writeStack(folder, stack, version)
}

/** Exit code, or the signal that ended it. */
async function run(
  folder: string,
  stack: string,
  command: string,
  point?: number,
): Promise<number | string> {
  const program = join(import.meta.dirname, "command.ts")
  const source = join(import.meta.dirname, "../../../bin/source.js")
  const args = ["--import", source, program, folder, stack, command]
  const child = spawn(process.execPath, point === undefined ? args : [...args, String(point)], {
    stdio: ["ignore", "ignore", "inherit"],
  })
  const { promise, resolve } = Promise.withResolvers<number | string>()
  child.once("close", (code, signal) => resolve(signal ?? code ?? -1))
  return await promise
}

async function inventory(folder: string, stack: string): Promise<readonly string[]> {
  return standingNames(await lastingWorld(folder, stack))
}

interface Checked {
  readonly stack: string
  readonly scenario: Scenario
  readonly point: number
  readonly ended: number | string
  readonly wanted: readonly string[]
}

async function problemsOf(
  folder: string,
  { stack, scenario, point, ended, wanted }: Checked,
): Promise<readonly string[]> {
  const found = await inventory(folder, stack)
  const duplicates = found.filter((name, index) => found.indexOf(name) !== index)
  const orphans = found.filter((name) => !wanted.includes(name))
  const lost = wanted.filter((name) => !found.includes(name))
  const releases = releasesIn(folder)
  const recorded = scenario === "destroy" || releases.at(-1)?.verdict?.startsWith("live") === true
  return [
    ...(ended === 0 ? [] : [`the next run ended with ${ended}`]),
    ...(duplicates.length === 0 ? [] : [`duplicates: ${duplicates.join(", ")}`]),
    ...(orphans.length === 0 ? [] : [`orphans: ${orphans.join(", ")}`]),
    ...(lost.length === 0 ? [] : [`missing: ${lost.join(", ")}`]),
    ...(recorded ? [] : ["the release was not recorded"]),
    ...leaks(folder).map((file) => `${file} holds a secret`),
  ].map((text) => `${scenario} at point ${point}: ${text}.`)
}

function releasesIn(folder: string): readonly { readonly verdict?: string }[] {
  try {
    return JSON.parse(readFileSync(join(folder, ".aidep/state/production.json"), "utf8")).releases
  } catch {
    return []
  }
}

function journalLines(folder: string): number {
  try {
    const text = readFileSync(join(folder, ".aidep/state/production.journal.jsonl"), "utf8")
    return text.split("\n").length - 1
  } catch {
    return 0
  }
}

/** Files of ours in which a secret stands. The accounts of the platforms hold them, as real ones do. */
function leaks(folder: string): readonly string[] {
  const state = join(folder, ".aidep/state")
  return readdirSync(state).filter((name) => {
    const text = readFileSync(join(state, name), "utf8")
    return Object.values(secrets).some((secret) => text.includes(secret))
  })
}
