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
  await takeLock(file, context)
  try {
    return await work()
  } finally {
    await context.files.remove(file)
  }
}

async function takeLock(file: string, context: Context): Promise<void> {
  const since = new Date(context.clock.nowMs()).toISOString()
  const text = JSON.stringify({ process: context.machine.process, since })
  const outcome = await context.files.createExclusively(file, text)
  if (outcome.status === "created") return
  if (outcome.status === "failed")
    throw new AidepError(problem(unwritableState, { file, reason: outcome.reason }))
  const holder = parseHolder(await context.files.read(file))
  if (holder !== undefined && context.processes.isRunning(holder.process)) {
    const params = { holder: `process ${holder.process}`, since: holder.since, file }
    throw new AidepError(problem(lockHeld, params))
  }
  await context.files.remove(file)
  await takeLock(file, context)
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
