import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { StopOptions, StopOutcome } from "../../ports/supervisor.ts"
import { endFamily, livingMembers, signalProcess } from "./family.ts"
import { familyOf, type FolderView, viewFolder } from "./folder/folder-view.ts"
import { graceName } from "./folder/grace.ts"
import { isAlive, type ProcessIdentity } from "./process-table.ts"
import { writeState } from "./folder/state-file.ts"

export async function stopFolder(folder: string, { graceMs }: StopOptions): Promise<StopOutcome> {
  const view = viewFolder(folder)
  if (view === undefined) return { status: "nothing-to-stop" }
  const found = view.supervisorAlive || livingMembers(familyOf(view)).length > 0
  if (view.supervisorAlive) await stopSupervisor(folder, view.claim.supervisor, graceMs)
  return found ? await endOrphans(folder, view, graceMs) : { status: "nothing-to-stop" }
}

/** What the supervisor needs beyond the grace: it kills, waits for that, and writes its last word. */
const marginMs = 10_000

async function stopSupervisor(
  folder: string,
  supervisor: ProcessIdentity,
  graceMs: number,
): Promise<void> {
  writeGrace(folder, graceMs)
  if (isAlive(supervisor)) signalProcess(supervisor.pid, "SIGTERM")
  if (await ends(supervisor, graceMs + marginMs)) return
  // It hangs, or somebody suspended it.
  if (isAlive(supervisor)) signalProcess(supervisor.pid, "SIGKILL")
  await ends(supervisor, marginMs)
}

/** A signal carries no number. Without this file, as on a full disk, the supervisor takes its own grace. */
function writeGrace(folder: string, graceMs: number): void {
  try {
    writeFileSync(join(folder, graceName), String(graceMs))
  } catch {
    return
  }
}

async function ends(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  for (let pauseMs = 5; isAlive(identity); pauseMs = Math.min(pauseMs * 2, 50)) {
    if (performance.now() >= deadline) return false
    await sleep(pauseMs)
  }
  return true
}

/** After a supervisor that stopped in order this finds nothing to do. */
async function endOrphans(
  folder: string,
  { claim }: FolderView,
  graceMs: number,
): Promise<StopOutcome> {
  const view = viewFolder(folder)
  // The folder is gone, or a new supervisor has it: both mean that ours has ended.
  if (view === undefined || view.claim.number !== claim.number) return { status: "stopped" }
  const left = await endFamily(familyOf(view), { graceMs })
  const supervisor = isAlive(claim.supervisor) ? [claim.supervisor.pid] : []
  const pids = [...supervisor, ...left.map(({ pid }) => pid)]
  if (pids.length > 0) return { status: "still-alive", pids }
  writeLastWord(folder, view)
  return { status: "stopped" }
}

/** In place of the supervisor that could not. Nobody else writes this file any more. */
function writeLastWord(folder: string, { claim, state }: FolderView): void {
  const record =
    state.status === "read"
      ? state.record
      : { label: "", restarts: 0, droppedLogBytes: 0, phase: undefined }
  if (record.phase?.status === "exited") return
  try {
    rmSync(join(folder, graceName), { force: true })
    writeState(folder, claim.number, {
      ...record,
      phase: { status: "exited", why: "stopped", exit: null, endedAtMs: Date.now() },
    })
  } catch {
    // Without it the folder says "dead", which is as true.
    return
  }
}
