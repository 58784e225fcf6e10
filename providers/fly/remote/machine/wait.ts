import {
  type ApplyOutcome,
  failedWith,
  notApplied,
  platformErrors,
  poll,
  problem,
} from "aidep/provider"
import { patienceWith } from "../../../_shared/remote/late-answers.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { getMachine } from "../api/machine-calls.ts"
import { lastLines } from "../logs.ts"
import { deploymentOf } from "../read/metadata.ts"
import { mayBeIdle, stateOf } from "../read/states.ts"
import type { Rollout } from "./rollout.ts"

const pauses = { firstPauseMs: 2000, longestPauseMs: 10_000 }
const shownLines = 20

/** Without a check, a Machine counts as up when it has run for so long. flyctl waits as long. */
const steadyMs = 10_000

type Failure = Extract<ApplyOutcome, { readonly status: "failed" }>
type Waiting = Pick<Rollout, "settings" | "work">

/** Undefined once the Machine is healthy, or was stopped until a request comes; else why it is not. */
export async function waitUntilHealthy(
  id: string,
  waiting: Waiting,
  scope: FlyScope,
): Promise<Failure | undefined> {
  const { settings, work } = waiting
  const { deploymentId, owner } = work.desired
  const patience = patienceWith("Fly", work)
  const isSteady = steadiness(settings, scope)
  let said = ""
  const look = async (): Promise<Failure | "healthy" | undefined> => {
    const outcome = await getMachine(settings.app, id, scope)
    if (outcome.status === "failed") return notApplied(outcome)
    // A look can be late: it shows nothing, or the version before.
    if (outcome.value === undefined || deploymentOf(outcome.value) !== deploymentId)
      return asFailure(patience())
    const { about, health } = stateOf(outcome.value)
    if (about !== said) scope.progress(owner, about)
    said = about
    if (health === "crashed" || health === "ended")
      return await crashed({ id, reason: about }, waiting, scope)
    if (health === "idle" && mayBeIdle(outcome.value)) return "healthy"
    return isSteady(health === "healthy") ? "healthy" : undefined
  }
  const seen = await poll({ look, ...pauses, longestMs: settings.waitSeconds * 1000 }, scope)
  if (seen === "healthy") return undefined
  if (seen !== undefined) return seen
  if (said !== "") return await crashed({ id, reason: said }, waiting, scope)
  const params = { platform: "Fly", item: owner, minutes: Math.ceil(settings.waitSeconds / 60) }
  return notApplied(failedWith(problem(platformErrors.settleTimeout, params)))
}

/** True once a Machine with a check is healthy, and one without has been for a while. */
function steadiness(
  { service }: Waiting["settings"],
  { ports: { clock } }: FlyScope,
): (isHealthy: boolean) => boolean {
  const hasCheck = service?.check !== undefined && service.check !== null
  let sinceMs: number | undefined
  return (isHealthy) => {
    if (hasCheck) return isHealthy
    sinceMs = isHealthy ? (sinceMs ?? clock.nowMs()) : undefined
    return sinceMs !== undefined && clock.nowMs() - sinceMs >= steadyMs
  }
}

function asFailure(outcome: ApplyOutcome | undefined): Failure | undefined {
  return outcome?.status === "failed" ? outcome : undefined
}

interface Crashed {
  readonly id: string
  readonly reason: string
}

/** Without a log the failure says less, and stays what it is. */
async function crashed(
  { id, reason }: Crashed,
  { settings: { app }, work: { desired } }: Waiting,
  scope: FlyScope,
): Promise<Failure> {
  const lines = await lastLines({ app, machine: id }, scope)
  const log = lines.status === "failed" ? [] : lines.value.slice(-shownLines)
  const fault = problem(platformErrors.crashed, { platform: "Fly", item: desired.owner, reason })
  return { status: "failed", problem: fault, log: log.map(({ message }) => message) }
}
