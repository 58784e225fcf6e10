import type { Clock } from "../../ports/clock.ts"
import type { Http, HttpOutcome, HttpRequest } from "../../ports/http.ts"
import type { Random } from "../../ports/random.ts"

/** When a request is sent again, and for how long. */
export interface RetryRule {
  readonly attempts: number
  /** The first pause is drawn between none and this; each further one from twice as much. */
  readonly basePauseMs: number
  readonly maxPauseMs: number
  /** From the first attempt; a pause that would end later is not begun. */
  readonly budgetMs: number
  /** Answers after which an idempotent request is sent again. */
  readonly statusCodes: readonly number[]
}

export const platformRetries: RetryRule = {
  attempts: 6,
  basePauseMs: 500,
  maxPauseMs: 30_000,
  budgetMs: 180_000,
  statusCodes: [408, 429, 500, 502, 503, 504],
}

interface Retrying {
  readonly clock: Clock
  readonly random: Random
  readonly rule: RetryRule
}

/**
 * Sends requests again that may be: idempotent ones, and those that provably were not carried out. Keeps to
 * `Retry-After`, else pauses with full jitter.
 */
export function retryingHttp(http: Http, { clock, random, rule }: Retrying): Http {
  return {
    send: async (request, signal) => {
      const startMs = clock.nowMs()
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await http.send(request, signal)
        if (attempt >= rule.attempts || !isRepeatable(request, outcome, rule)) return outcome
        const pauseMs = pauseAfter(outcome, attempt, { random, rule })
        if (clock.nowMs() + pauseMs - startMs > rule.budgetMs) return outcome
        await clock.sleep(pauseMs, signal)
        if (signal?.aborted === true) return outcome
      }
    },
  }
}

const tooManyRequests = 429

function isRepeatable(request: HttpRequest, outcome: HttpOutcome, rule: RetryRule): boolean {
  if (outcome.status === "failed") {
    if (outcome.kind === "aborted") return false
    return request.idempotent || !outcome.maybeDone
  }
  if (outcome.statusCode === tooManyRequests) return true
  return request.idempotent && rule.statusCodes.includes(outcome.statusCode)
}

function pauseAfter(
  outcome: HttpOutcome,
  attempt: number,
  { random, rule }: Pick<Retrying, "random" | "rule">,
): number {
  const asked = outcome.status === "answered" ? Number(outcome.headers["retry-after"]) : Number.NaN
  if (asked >= 0) return asked * millisecondsPerSecond
  const limitMs = Math.min(rule.maxPauseMs, rule.basePauseMs * 2 ** (attempt - 1))
  return random.fraction() * limitMs
}

const millisecondsPerSecond = 1000
