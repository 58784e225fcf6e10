import type { ChalkInstance } from "chalk"
import type { LockView } from "../../../workflows/state/look-at-lock.ts"
import type { RepairResult } from "../../../workflows/state/repair-state.ts"
import type { HistoryView, ShownState } from "../../../workflows/state/show-state.ts"
import type { UnlockResult } from "../../../workflows/state/unlock.ts"
import { tableText } from "../table.ts"
import { secondsOf } from "./seconds-of.ts"

/** History, journal and lock, a line each. */
export function stateText(result: ShownState, style: ChalkInstance): string {
  const { environment, place, history, journal, lock } = result
  const open =
    journal.open.length === 0 ? "" : `; nobody knows what came of: ${journal.open.join(", ")}`
  const ended = journal.ended
    ? `the last run came to its end; ids of ${journal.known} resources`
    : `${style.yellow("the last run was cut off")}${open}`
  const rows = [
    ["  history", historyText(history, style)],
    ["  journal", ended],
    ["  lock", lockText(lock, style)],
  ]
  return `State of "${environment}" in ${place}:\n${tableText(rows)}`
}

function historyText(history: HistoryView, style: ChalkInstance): string {
  switch (history.status) {
    case "missing":
      return "none yet"
    case "damaged":
      return `${style.red("damaged")}; "aidep state repair" puts together what it can`
    case "newer":
      return `${style.red("written by a newer aidep")} (${history.schema})`
    case "fine": {
      const { releases, newest, newestProven } = history
      const proven =
        newestProven === undefined ? "none was proven" : `newest proven: ${newestProven}`
      return `${releases} releases; newest: ${newest?.id ?? "none"} (${newest?.verdict ?? ""}); ${proven}`
    }
  }
}

function lockText(lock: LockView, style: ChalkInstance): string {
  switch (lock.status) {
    case "free":
      return "free"
    case "alive":
      return `held: ${lock.holder}; last sign of life ${secondsOf(lock.heartbeat ?? "")}`
    case "gone":
      return `${style.yellow("left behind")} by ${lock.holder}, which is gone; the next command takes it over`
    case "doubtful":
      return `${style.yellow("in doubt")}: ${lock.holder}; no sign of life for more than a minute, the next command watches it first`
  }
}

/** What the history holds now. */
export function repairedText(result: RepairResult, style: ChalkInstance): string {
  const { environment, status, releases, fromJournal, kept } = result
  const heading = {
    fine: `The history of "${environment}" is whole: ${releases} releases. Nothing was changed.`,
    completed: `The history of "${environment}" has ${releases} releases now.`,
    rebuilt: `The history of "${environment}" was put together again: ${releases} releases.`,
  }[status]
  const lines = [
    `${style.green("✓")} ${heading}`,
    ...(fromJournal.length === 0 ? [] : [`  From the journal: ${fromJournal.join(", ")}`]),
    ...(kept === undefined ? [] : [`  The damaged one was kept: ${kept}`]),
  ]
  return lines.join("\n")
}

/** Whose lock it was. */
export function unlockedText(result: UnlockResult, style: ChalkInstance): string {
  const { environment, was } = result
  if (was.status === "free") return `Nobody holds the lock of "${environment}".`
  return `${style.green("✓")} The lock of "${environment}" was taken from ${was.holder}.`
}
