import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { AidepError } from "../../../src/errors/aidep-error.ts"
import { deploy } from "../../../src/workflows/deploy/deploy.ts"
import { plan } from "../../../src/workflows/plan/plan.ts"
import { isEmpty } from "../../../src/core/plan/plan.ts"
import type { Fault, FaultKind } from "../../../src/workflows/rehearse/fault.ts"
import type { Rehearsal } from "../../../src/workflows/rehearse/rehearsal-context.ts"
import { memoryWorld, secrets, standingNames, writeStack } from "../world.ts"

/** Faults that any call may meet. */
const faultKinds = [
  "too-many-requests",
  "server-error",
  "timeout-before",
  "timeout-after",
  "cut",
  "half-applied",
  "stale-read",
] as const satisfies readonly FaultKind[]

export interface FaultResult {
  readonly stack: string
  readonly cases: number
  /** Runs with a fault that ended well in the first go. */
  readonly converged: number
  readonly stopped: number
  readonly problems: readonly string[]
}

const input = { manifest: "aidep.yaml", progress: () => {}, signal: new AbortController().signal }

/**
 * Lets each call of a first deploy and of an update meet each fault, and looks whether the deploy converges or stops
 * with an error that is true, and whether the next one brings everything in order. `choose` picks among the cases.
 */
export async function faultSweep(
  stack: string,
  choose: (cases: readonly Fault[]) => readonly Fault[],
): Promise<FaultResult> {
  const calls = await callsOf(stack)
  const all = calls.flatMap(({ operation, nth }) =>
    faultKinds.map((kind): Fault => {
      const [platform = "", subject = ""] = operation.split(".")
      return { platform, subject, kind, nth }
    }),
  )
  const cases = choose(all)
  const outcomes = []
  for (const fault of cases) outcomes.push(await tryFault(stack, fault))
  return {
    stack,
    cases: cases.length,
    converged: outcomes.filter(({ code }) => code === undefined).length,
    stopped: outcomes.filter(({ code }) => code !== undefined).length,
    problems: outcomes.flatMap(({ problems }) => problems),
  }
}

interface Call {
  readonly operation: string
  readonly nth: number
}

/** Every call of a deploy and an update without faults. */
async function callsOf(stack: string): Promise<readonly Call[]> {
  return await inFolder(async (folder) => {
    const world = await memoryWorld(folder, stack)
    await deployBoth(folder, stack, world)
    const counts = new Map<string, number>()
    return world.timeline.entries().flatMap((entry) => {
      if (entry.type === "note") return []
      const nth = (counts.get(entry.operation) ?? 0) + 1
      counts.set(entry.operation, nth)
      return [{ operation: entry.operation, nth }]
    })
  })
}

async function deployBoth(folder: string, stack: string, world: Rehearsal): Promise<void> {
  for (const version of ["a", "b"]) {
    writeStack(folder, stack, version)
    await deploy(input, world.context)
  }
}

interface Tried {
  /** Code of the error that the deploy ended with. */
  readonly code: string | undefined
  readonly problems: readonly string[]
}

async function tryFault(stack: string, fault: Fault): Promise<Tried> {
  return await inFolder(async (folder) => {
    const world = await memoryWorld(folder, stack, [fault])
    const failed = await errorOf(() => deployBoth(folder, stack, world))
    const problems = failed === undefined ? [] : problemsOfError(failed)
    writeStack(folder, stack, "b")
    const again = await errorOf(() => deploy(input, world.context))
    if (again !== undefined)
      problems.push(`the next deploy ended with ${again.code}: ${again.message}`)
    else problems.push(...(await problemsOfEnd(folder, world)))
    const name = `${fault.platform}.${fault.subject}:${fault.kind}@${fault.nth}`
    return { code: failed?.code, problems: problems.map((text) => `${name}: ${text}`) }
  })
}

function problemsOfError(error: AidepError): string[] {
  return error.exit === 0 ? [`${error.code} exits with 0`] : []
}

/** After the last deploy everything stands once, is what the manifest says, and answers as that. */
async function problemsOfEnd(folder: string, world: Rehearsal): Promise<readonly string[]> {
  const names = standingNames(world)
  const duplicates = names.filter((name, index) => names.indexOf(name) !== index)
  const planned = await plan(input, world.context)
  const state = readFileSync(join(folder, ".aidep/state/production.json"), "utf8")
  const leaked = Object.values(secrets).some((secret) => state.includes(secret))
  return [
    ...(duplicates.length === 0 ? [] : [`duplicates: ${duplicates.join(", ")}`]),
    ...(isEmpty(planned.plan) ? [] : ["the plan after the deploy is not empty"]),
    ...(leaked ? ["the state holds a secret"] : []),
  ]
}

async function errorOf(work: () => Promise<unknown>): Promise<AidepError | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof AidepError) return error
    throw error
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "aidep-faults-"))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
