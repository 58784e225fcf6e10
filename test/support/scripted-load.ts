import type { Load, LoadPlan } from "../../src/ports/load.ts"
import type { ProbeRequest } from "../../src/ports/prober.ts"
import { type ScriptedOutcome, scriptedProber } from "./scripted-prober.ts"

export interface ScriptedLoad extends Load {
  /** Every run that was made, in order. */
  readonly plans: readonly LoadPlan[]
}

/** A load that asks a function, and takes no time; `attempt` counts from 1 for each address. */
export function scriptedLoad(
  script: (request: ProbeRequest, attempt: number) => ScriptedOutcome,
): ScriptedLoad {
  const plans: LoadPlan[] = []
  return {
    plans,
    run: async (plan, seen) => {
      plans.push(plan)
      const { requests, count, ratePerSecond, timeoutMs, signal } = plan
      const prober = scriptedProber(script, timeless)
      for (let index = 0; index < count; index++) {
        const turn = index % requests.length
        const request = requests[turn]
        if (request === undefined) return
        const outcome = await prober.probe(request, { totalTimeoutMs: timeoutMs, signal })
        const dueMs = (index * 1000) / ratePerSecond
        seen({ request: turn, dueMs, lateMs: 0, queued: false, outcome })
      }
    },
  }
}

const timeless = { today: () => "2026-11-21", nowMs: () => 0, sleep: () => Promise.resolve() }
