import { setTimeout as sleep } from "node:timers/promises"
import { isMarked, type ProcessEntry, type ProcessIdentity, processTable } from "./process-table.ts"

/** A supervised process and all that it started. */
export interface Family {
  /** The process itself, which leads a process group of its number; undefined where its number was not written down. */
  readonly leader: ProcessIdentity | undefined
  /** What the family's environment is marked with. */
  readonly run: string
}

interface EndOptions {
  readonly graceMs: number
  /** The caller is the leader's parent and has only just seen it end: its number is not yet anybody else's. */
  readonly justEnded?: boolean
}

/**
 * Asks all to end, waits, makes them end. Answers with who is still alive.
 *
 * What left the group is found by its mark, on Linux alone.
 */
export async function endFamily(
  family: Family,
  { graceMs, justEnded = false }: EndOptions,
): Promise<readonly ProcessEntry[]> {
  const asked = livingMembers(family, justEnded ? "just-ended" : [])
  send("SIGTERM", family, asked)
  const left = await waitForEnd(family, asked, { waitMs: graceMs })
  return await waitForEnd(family, left, { waitMs: killMs, again: "SIGKILL" })
}

/** How long the system may take to remove what was killed. */
const killMs = 5_000

interface WaitOptions {
  readonly waitMs: number
  /** Sent at the start and at each look: what was started a moment ago has not got it yet. */
  readonly again?: "SIGKILL"
}

async function waitForEnd(
  family: Family,
  known: readonly ProcessEntry[],
  { waitMs, again }: WaitOptions,
): Promise<readonly ProcessEntry[]> {
  const deadline = performance.now() + waitMs
  let living = known
  for (let pauseMs = 5; living.length > 0; pauseMs = Math.min(pauseMs * 2, 100)) {
    if (again !== undefined) send(again, family, living)
    await sleep(Math.max(0, Math.min(pauseMs, deadline - performance.now())))
    living = livingMembers(family, living)
    if (performance.now() >= deadline) break
  }
  return living
}

/**
 * The family's living members. A group's number is not given away while anybody is in the group, so the whole group
 * is ours as soon as one member is: its leader, one that carries the mark, or one of `known`, who were ours before.
 */
export function livingMembers(
  { leader, run }: Family,
  known: readonly ProcessEntry[] | "just-ended" = [],
): readonly ProcessEntry[] {
  const table = processTable()
  const marked = new Set(table.filter(({ pid }) => isMarked(pid, run)))
  if (leader === undefined) return [...marked]
  const group = table.filter((entry) => entry.group === leader.pid)
  const holder = table.find(({ pid }) => pid === leader.pid)
  const taken = holder !== undefined && holder.started !== leader.started
  const ours =
    !taken &&
    (holder !== undefined ||
      known === "just-ended" ||
      group.some((entry) => marked.has(entry) || known.some((one) => isSame(one, entry))))
  return [...new Set([...marked, ...(ours ? group : [])])]
}

function isSame(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.started === other.started
}

/** The group at once, so that nobody slips through by starting another; who left the group one by one. */
function send(
  signal: "SIGTERM" | "SIGKILL",
  { leader }: Family,
  members: readonly ProcessEntry[],
): void {
  const inside = members.filter(({ group }) => group === leader?.pid)
  const outside = members.filter(({ group }) => group !== leader?.pid)
  if (leader !== undefined && inside.length > 0) signalProcess(-leader.pid, signal)
  for (const { pid } of outside) signalProcess(pid, signal)
}

/** Who has ended by itself, or may not be signalled, shows in the next look. */
export function signalProcess(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, signal)
  } catch {
    return
  }
}
