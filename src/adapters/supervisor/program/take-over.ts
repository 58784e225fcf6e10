import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { type Claim, removeEarlier, succeed } from "../folder/claim.ts"
import { endFamily } from "../family.ts"
import { familyOf, type FolderView, orphanOf, viewFolder } from "../folder/folder-view.ts"
import { identify, isAlive, type ProcessIdentity } from "../process-table.ts"

/**
 * Makes the folder ours; undefined when a process runs there, supervised or not. What is left of a process that ended
 * with its supervisor is ended first. Throws what the file system throws.
 */
export async function takeOver(folder: string): Promise<Claim | undefined> {
  const supervisor = identify(process.pid) ?? { pid: process.pid, started: "" }
  for (;;) {
    const view = viewFolder(folder)
    if (view !== undefined && !(await isFree(view))) return undefined
    const claim = succeed(folder, view?.claim, { supervisor, run: randomUUID() })
    if (claim === undefined) continue
    removeEarlier(folder, claim)
    return claim
  }
}

/** For what outlived the process that started it, and nobody asked to end yet. */
const strayGraceMs = 2_000

async function isFree(view: FolderView): Promise<boolean> {
  const { state, claim } = view
  const lastWordSaid = state.status === "read" && state.record.phase.status === "exited"
  if (view.supervisorAlive && !(lastWordSaid && (await leaves(claim.supervisor)))) return false
  if (orphanOf(view) !== undefined) return false
  const left = await endFamily(familyOf(view), { graceMs: strayGraceMs })
  return left.length === 0
}

/** A supervisor that has written its last word needs a moment more to be gone. */
const leaveMs = 5_000

async function leaves(supervisor: ProcessIdentity): Promise<boolean> {
  const deadline = performance.now() + leaveMs
  while (isAlive(supervisor)) {
    if (performance.now() >= deadline) return false
    await sleep(20)
  }
  return true
}
