import { basename, dirname } from "node:path"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { lockHeld, unwritableState } from "../../errors/catalogue/deploy.ts"
import type { Context } from "../context.ts"

/**
 * Does the work while no other command of this machine changes the environment. The lock of a process that is
 * gone is taken over.
 *
 * @throws AidepError `deploy/lock-held` (75), `deploy/unwritable-state`.
 */
export async function withLock<T>(
  file: string,
  context: Context,
  work: () => Promise<T>,
): Promise<T> {
  const claim = await takeLock(file, context)
  try {
    return await work()
  } finally {
    // Where the disk is full it stays, and is the lock of a process that is gone.
    await context.files.writeAll([{ path: claim, text: released }])
  }
}

const released = JSON.stringify({ released: true })

/**
 * The lock belongs to the file with the highest number. That one is never removed, only followed by a higher one, so
 * that two commands that find the same dead holder cannot both succeed it. Answers with the path of the own one.
 */
async function takeLock(file: string, context: Context): Promise<string> {
  const { files, clock, machine } = context
  const highest = (await claims(file, context)).at(-1) ?? 0
  if (highest > 0) await refuseWhenHeld(`${file}.${highest}`, context)
  const own = `${file}.${highest + 1}`
  const since = new Date(clock.nowMs()).toISOString()
  const text = JSON.stringify({ process: machine.process, since })
  const outcome = await files.createExclusively(own, text)
  if (outcome.status === "failed")
    throw new AidepError(problem(unwritableState, { file: own, reason: outcome.reason }))
  if (outcome.status === "exists") return await takeLock(file, context)
  const numbers = await claims(file, context)
  if (numbers.at(-1) !== highest + 1) {
    // Others came and went since the first look, and this number had become free again.
    await files.remove(own)
    return await takeLock(file, context)
  }
  await Promise.all(numbers.slice(0, -1).map((number) => files.remove(`${file}.${number}`)))
  return own
}

/** Ascending. */
async function claims(file: string, { files }: Context): Promise<readonly number[]> {
  const start = `${basename(file)}.`
  return (await files.list(dirname(file)))
    .filter((name) => name.startsWith(start) && /^[1-9]\d{0,8}$/.test(name.slice(start.length)))
    .map((name) => Number(name.slice(start.length)))
    .toSorted((a, b) => a - b)
}

async function refuseWhenHeld(file: string, { files, processes, machine }: Context): Promise<void> {
  const holder = parseHolder(await files.read(file))
  // A process holds one lock: with our own number it is an earlier one's, as in a container that was started again.
  if (holder === undefined || holder.process === machine.process) return
  if (!processes.isRunning(holder.process)) return
  const params = { holder: `process ${holder.process}`, since: holder.since, file }
  throw new AidepError(problem(lockHeld, params))
}

function parseHolder(
  content: Awaited<ReturnType<Context["files"]["read"]>>,
): { readonly process: number; readonly since: string } | undefined {
  if (content.status !== "read") return undefined
  try {
    const { process, since } = JSON.parse(new TextDecoder().decode(content.bytes))
    return typeof process === "number" && typeof since === "string" ? { process, since } : undefined
  } catch {
    return undefined
  }
}
