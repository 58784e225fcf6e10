import type { Clock } from "../../ports/clock.ts"
import type { Http, HttpOutcome, HttpRequest } from "../../ports/http.ts"
import { type Fault, failureOf, isDoneAllTheSame } from "./fault.ts"
import { bent, delayMs, type FaultScript, type SimulatedPlatform } from "./fault-script.ts"

/** One call to a simulated platform. */
export interface SimulatedCall {
  readonly operation: string
  readonly startMs: number
  readonly endMs: number
  /** Status or exit code, or what came in place of an answer. */
  readonly outcome: string
  readonly fault: Fault | undefined
}

export interface SimulatedWorldParts {
  readonly platforms: readonly SimulatedPlatform[]
  readonly clock: Clock
  readonly faults: FaultScript
  readonly onCall: (call: SimulatedCall) => void
}

const unreachable: HttpOutcome = {
  status: "failed",
  kind: "dns",
  reason: "A rehearsal reaches no real platform.",
  maybeDone: false,
}

/** Requests go to the simulated platforms and to nobody else, take their time, and meet the faults asked for. */
export function simulatedHttp({ platforms, clock, faults, onCall }: SimulatedWorldParts): Http {
  const answer = (request: HttpRequest, fault: Fault | undefined): HttpOutcome => {
    const pass = (): HttpOutcome => passOn(request, platforms)
    if (fault === undefined) return pass()
    const failed = failureOf(fault.kind)
    if (failed !== undefined) {
      if (isDoneAllTheSame(fault.kind)) pass()
      return failed
    }
    const asked = platforms.find(({ platform }) => platform === fault.platform)
    return asked === undefined ? pass() : bent(fault, asked, pass)
  }
  return {
    send: async (request, signal) => {
      const { operation, effect, timeoutMs } = request
      const fault = faults.next(operation, effect)
      const startMs = clock.nowMs()
      const asked = platforms.find(({ platform }) => operation.startsWith(`${platform}.`))
      await clock.sleep(asked === undefined ? 0 : delayMs(asked, operation), signal)
      if (fault?.kind === "timeout-before" || fault?.kind === "timeout-after")
        await clock.sleep(timeoutMs, signal)
      const outcome = answer(request, fault)
      onCall({ operation, startMs, endMs: clock.nowMs(), outcome: outcomeText(outcome), fault })
      return outcome
    },
  }
}

function outcomeText(outcome: HttpOutcome): string {
  return outcome.status === "answered" ? String(outcome.statusCode) : outcome.kind
}

function passOn(request: HttpRequest, platforms: readonly SimulatedPlatform[]): HttpOutcome {
  for (const platform of platforms) {
    const held = request.effect === "change" ? platform.simulation.save() : undefined
    const outcome = platform.simulation.answer?.(request)
    if (outcome === undefined) continue
    if (held !== undefined) platform.before = held
    return outcome
  }
  return unreachable
}
