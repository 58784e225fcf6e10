import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { Clock } from "../../ports/clock.ts"
import type { WarmUp } from "./check-result.ts"

export interface WarmUpPlan {
  readonly budgetMs: number
  /** Asks once, for so long at most, and tells what is wrong with the answer. */
  readonly ask: (withinMs: number, attempt: number) => Promise<readonly Diagnostic[]>
  readonly signal: AbortSignal | undefined
}

export interface WarmedUp extends WarmUp {
  /** What was wrong with the last answer; none when it was as expected. */
  readonly findings: readonly Diagnostic[]
}

/** Asks until the answer is as expected, however long it takes to come, or the budget ends. */
export async function warmUp(
  { budgetMs, ask, signal }: WarmUpPlan,
  clock: Clock,
): Promise<WarmedUp> {
  const startedMs = clock.nowMs()
  const endMs = startedMs + budgetMs
  for (let probes = 1; ; probes++) {
    const findings = await ask(Math.max(endMs - clock.nowMs(), 1), probes)
    const pauseMs = Math.min(pauses.firstMs * 2 ** (probes - 1), pauses.longestMs)
    const tookMs = clock.nowMs() - startedMs
    if (findings.length === 0 || signal?.aborted === true || clock.nowMs() + pauseMs >= endMs)
      return { probes, tookMs, findings }
    await clock.sleep(pauseMs, signal)
  }
}

/** Between two probes of a warm-up; each is twice the one before. */
const pauses = { firstMs: 500, longestMs: 5000 } as const
