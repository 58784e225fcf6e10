import type { ProcessState } from "../../ports/supervisor.ts"
import { familyOf, type FolderView, orphanOf, viewFolder } from "./folder/folder-view.ts"
import { livingMembers } from "./family.ts"
import { isAlive } from "./process-table.ts"
import type { StateRecord } from "./folder/state-file.ts"

export function inspectFolder(folder: string): ProcessState {
  const view = viewFolder(folder)
  if (view === undefined) return { status: "none" }
  const { state, supervisorAlive } = view
  if (state.status === "unreadable") return unreadable(view, state.reason)
  if (state.status === "read" && state.record.phase.status === "exited")
    return exited(state.record, state.record.phase)
  if (supervisorAlive) return supervised(view)
  const pid = orphanOf(view)
  const restarts = state.status === "read" ? state.record.restarts : 0
  return pid === undefined
    ? { status: "dead", restarts }
    : { status: "unsupervised", pid, restarts }
}

function supervised({ claim, state }: FolderView): ProcessState {
  const supervisorPid = claim.supervisor.pid
  if (state.status !== "read") return { status: "starting", supervisorPid }
  const { phase, restarts, droppedLogBytes } = state.record
  const known = { supervisorPid, restarts, droppedLogBytes }
  switch (phase.status) {
    case "running":
      return isAlive(phase.child)
        ? { status: "running", pid: phase.child.pid, startedAtMs: phase.startedAtMs, ...known }
        : { status: "restarting", lastExit: undefined, nextTryAtMs: undefined, ...known }
    case "restarting":
      return {
        status: "restarting",
        lastExit: phase.lastExit,
        nextTryAtMs: phase.nextTryAtMs,
        ...known,
      }
    default:
      return { status: "starting", supervisorPid }
  }
}

type ExitedPhase = Extract<StateRecord["phase"], { readonly status: "exited" }>

function exited(
  { restarts, droppedLogBytes }: StateRecord,
  { why, exit, endedAtMs }: ExitedPhase,
): ProcessState {
  return {
    status: "exited",
    why,
    exit: exit ?? undefined,
    endedAtMs,
    restarts,
    droppedLogBytes,
  }
}

function unreadable(view: FolderView, reason: string): ProcessState {
  const supervisor = view.supervisorAlive ? [view.claim.supervisor.pid] : []
  const members = livingMembers(familyOf(view)).map(({ pid }) => pid)
  return { status: "unreadable", reason, pids: [...supervisor, ...members] }
}
