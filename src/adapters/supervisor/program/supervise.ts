import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import type { ExitReason, ProcessExit, SupervisedProcess } from "../../../ports/supervisor.ts"
import type { Claim } from "../folder/claim.ts"
import { endFamily } from "../family.ts"
import { readGraceMs } from "../folder/grace.ts"
import type { Answer } from "../messages.ts"
import { afterExit, type Life } from "./after-exit.ts"
import { type RunningChild, startChild } from "./child.ts"
import type { RotatingLog } from "./rotating-log.ts"
import type { StateKeeper } from "./state-keeper.ts"
import type { StopRequest } from "./stop-request.ts"

interface Surroundings {
  readonly claim: Claim
  readonly log: RotatingLog
  readonly keeper: StateKeeper
  readonly stop: StopRequest
  readonly answer: (answer: Answer) => void
}

/** Runs the process, again and again as its restart policy says, until it is not to run any more. */
export async function supervise(order: SupervisedProcess, around: Surroundings): Promise<void> {
  const { keeper, stop, answer } = around
  const finish = (why: ExitReason, exit: ProcessExit | null, restarts: number) =>
    keeper.record({ status: "exited", why, exit, endedAtMs: Date.now() }, restarts)

  let crashes = 0
  for (let restarts = 0; !stop.signal.aborted; restarts++) {
    const life = await oneLife(order, around, restarts)
    const { exit } = life
    if (restarts === 0 && exit.kind === "not-startable") {
      finish("not-startable", exit, restarts)
      const { problem, reason } = exit
      return answer({ status: "not-startable", problem, reason })
    }
    if (stop.signal.aborted) return finish("stopped", exit, restarts)
    const next = afterExit(life, crashes, order)
    if (next.status === "end") return finish(next.why, exit, restarts)
    crashes = next.crashes
    const nextTryAtMs = Date.now() + next.waitMs
    keeper.record({ status: "restarting", lastExit: exit, nextTryAtMs }, restarts)
    await pause(next.waitMs, stop.signal)
    if (stop.signal.aborted) return finish("stopped", exit, restarts)
  }
  finish("stopped", null, 0)
  answer({ status: "not-startable", problem: "other", reason: "it was stopped meanwhile" })
}

/** From one start to the end of the process and of all that it started. */
async function oneLife(
  order: SupervisedProcess,
  around: Surroundings,
  restarts: number,
): Promise<Life> {
  const child = await startChild(order, { log: around.log, run: around.claim.run })
  if (child.kind === "not-startable") return { exit: child, ranMs: 0 }
  const startedAt = performance.now()
  around.keeper.record(
    { status: "running", child: child.identity, startedAtMs: Date.now() },
    restarts,
  )
  around.answer({ status: "started", pid: child.identity.pid, supervisorPid: process.pid })
  const exit = await untilEnd(child, order.folder, around)
  return { exit, ranMs: performance.now() - startedAt }
}

/** For what a crashed process leaves behind, which would hold its port against the next one. */
const strayGraceMs = 2_000

async function untilEnd(
  child: RunningChild,
  folder: string,
  { claim, stop }: Surroundings,
): Promise<ProcessExit> {
  const family = { leader: child.identity, run: claim.run }
  await untilFirst(child.exit, stop.signal)
  const graceMs = stop.signal.aborted ? readGraceMs(folder) : strayGraceMs
  await endFamily(family, { graceMs, justEnded: true })
  const exit = await child.exit
  await child.drained()
  return exit
}

async function untilFirst(exit: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const waiting = new AbortController()
  const aborted = once(signal, "abort", { signal: waiting.signal }).catch(() => undefined)
  await Promise.race([exit, aborted])
  // Else one listener would be left for each life.
  waiting.abort()
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(durationMs, undefined, { signal })
  } catch {
    return
  }
}
