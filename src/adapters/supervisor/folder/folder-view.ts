import { type Claim, highestClaim } from "./claim.ts"
import { type Family, livingMembers } from "../family.ts"
import { isAlive } from "../process-table.ts"
import { readState, type StateReading } from "./state-file.ts"

/** What a folder tells about the last supervisor that had it. */
export interface FolderView {
  readonly claim: Claim
  readonly supervisorAlive: boolean
  readonly state: StateReading
}

/** Undefined where no supervisor ever was. */
export function viewFolder(folder: string): FolderView | undefined {
  const claim = highestClaim(folder)
  if (claim === undefined) return undefined
  // In this order: of a supervisor that is dead by now, the state that is read next is its last.
  const supervisorAlive = isAlive(claim.supervisor)
  const state = readState(folder, claim.number)
  const unchanged = highestClaim(folder)?.number === claim.number
  return unchanged ? { claim, supervisorAlive, state } : viewFolder(folder)
}

/** What the supervisor started last, as far as it wrote that down. */
export function familyOf({ claim, state }: FolderView): Family {
  const phase = state.status === "read" ? state.record.phase : undefined
  return { leader: phase?.status === "running" ? phase.child : undefined, run: claim.run }
}

/**
 * The process that a dead supervisor left running. It may have been killed before it could write down what it had
 * just started; then the mark tells.
 */
export function orphanOf(view: FolderView): number | undefined {
  const { leader, run } = familyOf(view)
  if (leader !== undefined && isAlive(leader)) return leader.pid
  if (view.state.status === "read" && view.state.record.phase.status === "exited") return undefined
  return livingMembers({ leader, run }).find(({ pid, group }) => pid === group)?.pid
}
