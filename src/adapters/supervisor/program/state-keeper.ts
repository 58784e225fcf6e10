import { setTimeout as sleep } from "node:timers/promises"
import type { SupervisedProcess } from "../../../ports/supervisor.ts"
import { type Claim, holds } from "../folder/claim.ts"
import { type Phase, writeState } from "../folder/state-file.ts"
import type { RotatingLog } from "./rotating-log.ts"

/** Keeps the state file true, and tries again where the disk did not take it. */
export interface StateKeeper {
  /** Throws what the file system throws: for the first word, without which nothing is started. */
  readonly begin: () => void
  readonly record: (phase: Phase, restarts: number) => void
  /** Writes again what could not be written, or what has changed besides: the bytes that the log dropped. */
  readonly refresh: () => void
  /** Some more tries for the last word. */
  readonly settle: () => Promise<void>
}

interface Surroundings {
  readonly claim: Claim
  readonly log: RotatingLog
}

export function stateKeeper(
  { folder, label }: SupervisedProcess,
  { claim, log }: Surroundings,
): StateKeeper {
  let current: { readonly phase: Phase; readonly restarts: number } = {
    phase: { status: "starting" },
    restarts: 0,
  }
  let written: { readonly of: typeof current; readonly droppedLogBytes: number } | undefined

  const write = () => {
    // Somebody else's by now, when it was deleted and made again.
    if (!holds(folder, claim)) return
    const droppedLogBytes = log.droppedBytes()
    writeState(folder, claim.number, { label, droppedLogBytes, ...current })
    written = { of: current, droppedLogBytes }
  }
  const isWritten = () => written?.of === current && written.droppedLogBytes === log.droppedBytes()
  const refresh = () => {
    if (isWritten()) return
    try {
      write()
    } catch {
      return
    }
  }
  return {
    begin: write,
    record: (phase, restarts) => {
      current = { phase, restarts }
      refresh()
    },
    refresh,
    settle: async () => {
      for (let tries = 0; tries < 10 && !isWritten() && holds(folder, claim); tries++) {
        await sleep(200)
        refresh()
      }
    },
  }
}
