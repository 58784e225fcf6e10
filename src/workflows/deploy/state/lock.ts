import type { Holder } from "../../../core/release/lease.ts"
import {
  holderText,
  isSameHolder,
  leaseMs,
  parseLock,
  releasedText,
  renewEveryMs,
} from "../../../core/release/lease.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { lockLost, unavailableState } from "../../../errors/catalogue/state.ts"
import type { StateStore, StoredText } from "../../../ports/state-store.ts"
import type { Context } from "../../context.ts"
import { keysOf, openStore, type Place, shownPlace } from "./open-store.ts"
import { takeLock } from "./take-lock.ts"

/** The lock of an environment, held. */
export interface Lock {
  /** Who holds it, for people and for the journal. */
  readonly holder: string
  /**
   * Makes sure that it was not taken over in the meantime, as after a long sleep of this machine.
   *
   * @throws AidepError `state/lock-lost`, `state/unavailable`.
   */
  readonly confirm: () => Promise<void>
}

export interface LockOptions {
  readonly place: Place
  /** The command. */
  readonly reason: string
  /** Is told when an old lock has to be watched. */
  readonly progress?: ((owner: string, text: string) => void) | undefined
}

/**
 * Does the work while no other command changes the environment. The lock of a process of this machine that is gone is
 * taken over at once, any other after a lease without a sign of life.
 *
 * @throws AidepError `deploy/lock-held` (75), `deploy/unwritable-state`, `state/unavailable`; those of `openStore`.
 */
export async function withLock<T>(
  options: LockOptions,
  context: Context,
  work: (lock: Lock) => Promise<T>,
): Promise<T> {
  const { place, reason } = options
  const store = await openStore(place, context)
  const holder = newHolder(reason, context)
  const key = keysOf(place).lock
  const version = await takeLock({ store, key, holder, progress: options.progress }, context)
  const lease = keepLease({ store, key, holder, version }, context)
  const stop = context.timer.every(renewEveryMs, lease.renew)
  try {
    return await work(lease)
  } finally {
    stop()
    await lease.release()
  }
}

function newHolder(reason: string, { machine, clock, random, variables }: Context): Holder {
  const now = new Date(clock.nowMs()).toISOString()
  const run = runAddress(variables)
  return {
    schema: "aidep/lock@1",
    owner: random.secretKey().slice(0, 12),
    host: machine.host,
    process: machine.process,
    ...(run === undefined ? {} : { run }),
    reason,
    since: now,
    heartbeat: now,
    leaseMs,
  }
}

/** Address of the run of a pipeline, as the pipelines tell it to what they start. */
function runAddress(variables: Context["variables"]): string | undefined {
  const server = variables["GITHUB_SERVER_URL"]
  const run = variables["GITHUB_RUN_ID"]
  if (server !== undefined && run !== undefined)
    return `${server}/${variables["GITHUB_REPOSITORY"] ?? ""}/actions/runs/${run}`
  return variables["CI_JOB_URL"] ?? variables["BUILD_URL"]
}

interface Held {
  readonly store: StateStore
  readonly key: string
  readonly holder: Holder
  readonly version: string
}

interface Lease extends Lock {
  readonly renew: () => Promise<void>
  readonly release: () => Promise<void>
}

function keepLease({ store, key, holder, version }: Held, { clock }: Context): Lease {
  let current = version
  let writing = Promise.resolve()
  const isOurs = (stored: StoredText): boolean => {
    const lock = stored.status === "read" ? parseLock(stored.text) : undefined
    return lock?.status === "held" && isSameHolder(lock.holder, holder)
  }
  /** A lock that is no longer ours is left alone. */
  const writeOnce = async (text: string): Promise<void> => {
    const outcome = await store.writeLock(key, text, { version: current })
    if (outcome.status === "written") current = outcome.version
    if (outcome.status !== "conflict") return
    // An earlier write may have been done although its answer was lost.
    const stored = await store.readLock(key)
    if (stored.status !== "read" || !isOurs(stored)) return
    const again = await store.writeLock(key, text, { version: stored.version })
    if (again.status === "written") current = again.version
  }
  /** One after the other, since two at once would refuse each other. */
  const write = async (text: string): Promise<void> => {
    writing = writing.then(async () => await writeOnce(text))
    await writing
  }
  return {
    holder: holderText(holder),
    renew: async () =>
      await write(JSON.stringify({ ...holder, heartbeat: new Date(clock.nowMs()).toISOString() })),
    // What cannot be released, as on a full disk, is the lock of somebody who is gone.
    release: async () => await write(releasedText(holder)),
    confirm: async () => {
      const stored = await store.readLock(key)
      const file = shownPlace(store, key)
      if (stored.status === "failed")
        throw new AidepError(problem(unavailableState, { file, reason: stored.reason }))
      if (isOurs(stored)) return
      const lock = stored.status === "read" ? parseLock(stored.text) : undefined
      const other = lock?.status === "held" ? holderText(lock.holder) : undefined
      throw new AidepError(problem(lockLost, { file, ...(other === undefined ? {} : { other }) }))
    },
  }
}
