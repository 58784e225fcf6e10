import type { Clock } from "../../ports/clock.ts"
import type { Http, HttpOutcome, HttpRequest } from "../../ports/http.ts"
import type { Simulation } from "../../provider/simulation.ts"
import { type Fault, failureOf, isDoneAllTheSame, isOfDeployment } from "./fault.ts"

export interface SimulatedPlatform {
  readonly platform: string
  readonly simulation: Simulation
}

/** One call to a simulated platform. */
export interface SimulatedCall {
  readonly operation: string
  readonly startMs: number
  readonly endMs: number
  readonly outcome: HttpOutcome
  readonly fault: Fault | undefined
}

interface SimulatedHttp {
  readonly platforms: readonly SimulatedPlatform[]
  readonly clock: Clock
  readonly faults: readonly Fault[]
  readonly onCall: (call: SimulatedCall) => void
}

const unreachable: HttpOutcome = {
  status: "failed",
  kind: "dns",
  reason: "A rehearsal reaches no real platform.",
  maybeDone: false,
}

/** Requests go to the simulated platforms and to nobody else, take their time, and meet the faults asked for. */
export function simulatedHttp({ platforms, clock, faults, onCall }: SimulatedHttp): Http {
  const counts = new Map<string, number>()
  /** What each platform held before the last change: a stale read sees that. */
  const before = new Map<SimulatedPlatform, unknown>()

  const faultFor = ({ operation }: HttpRequest): Fault | undefined => {
    const count = (counts.get(operation) ?? 0) + 1
    counts.set(operation, count)
    return faults.find(
      ({ platform, subject, kind, nth }) =>
        !isOfDeployment(kind) && `${platform}.${subject}` === operation && nth === count,
    )
  }
  const answer = (request: HttpRequest, fault: Fault | undefined): HttpOutcome => {
    const pass = (): HttpOutcome => passOn(request, platforms, before)
    if (fault === undefined) return pass()
    const failed = failureOf(fault.kind)
    if (failed !== undefined) {
      if (isDoneAllTheSame(fault.kind)) pass()
      return failed
    }
    const asked = platforms.find(({ platform }) => platform === fault.platform)
    if (asked === undefined) return pass()
    const held = asked.simulation.save()
    if (fault.kind === "stale-read" && before.has(asked))
      asked.simulation.restore(before.get(asked))
    const outcome = pass()
    asked.simulation.restore(held)
    return outcome
  }
  return {
    send: async (request, signal) => {
      const fault = faultFor(request)
      const startMs = clock.nowMs()
      await clock.sleep(delayOf(request, platforms), signal)
      if (fault?.kind === "timeout-before" || fault?.kind === "timeout-after")
        await clock.sleep(request.timeoutMs, signal)
      const outcome = answer(request, fault)
      onCall({ operation: request.operation, startMs, endMs: clock.nowMs(), outcome, fault })
      return outcome
    },
  }
}

function passOn(
  request: HttpRequest,
  platforms: readonly SimulatedPlatform[],
  before: Map<SimulatedPlatform, unknown>,
): HttpOutcome {
  for (const platform of platforms) {
    const held = request.effect === "change" ? platform.simulation.save() : undefined
    const outcome = platform.simulation.answer?.(request)
    if (outcome === undefined) continue
    if (held !== undefined) before.set(platform, held)
    return outcome
  }
  return unreachable
}

function delayOf({ operation }: HttpRequest, platforms: readonly SimulatedPlatform[]): number {
  const [platform] = operation.split(".")
  const delays = platforms.find((one) => one.platform === platform)?.simulation.delaysMs
  return delays === undefined ? 0 : (delays[operation] ?? delays.other)
}
