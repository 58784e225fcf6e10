/** Where the lock of the scene's environment is, without its number. */
export const lockPath = "/project/.aidep/state/production.lock"

/** When the clock of a scene starts. */
export const startMs = Date.parse("2026-11-21T00:00:00Z")

export interface HeldOptions {
  readonly process?: number
  readonly host?: string
  /** Of its last sign of life, to the moment at which the clock of a scene starts. */
  readonly ageMs?: number
}

/** The text of a lock that a command holds. */
export function held({ process = 7, host = "here", ageMs = 1_000 }: HeldOptions = {}): string {
  const at = new Date(startMs - ageMs).toISOString()
  return JSON.stringify({
    schema: "aidep/lock@1",
    owner: "somebody",
    host,
    process,
    reason: "deploy",
    since: at,
    heartbeat: at,
    leaseMs: 60_000,
  })
}
