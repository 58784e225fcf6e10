import {
  type ApiError,
  badUpstream,
  clientGone,
  isApiError,
  notFound,
  timedOut,
  tooMany,
  upstreamCold,
  upstreamUnavailable,
} from "../http/errors.ts"
import type { IncomingAnswer } from "../http/send.ts"
import type { Later } from "../later.ts"
import type { Metrics } from "../observe/metrics.ts"
import type { Runtime } from "../runtime.ts"
import type { Prepared } from "./adapters/adapter.ts"
import { attempt, type Outcome } from "./attempt.ts"
import type { Pass } from "./breaker.ts"
import type { Question } from "./question.ts"
import {
  longestAskedWaitMs,
  retryAfterMs,
  type RetryBudget,
  retryDelayMs,
  wakeDelayMs,
} from "./retry.ts"
import { candidates, type Upstream } from "./upstream.ts"

/** An answer that has begun. */
export interface Begun {
  readonly answer: IncomingAnswer
  readonly upstream: Upstream
  readonly prepared: Prepared
}

export interface Asking {
  readonly upstreams: readonly Upstream[]
  readonly runtime: Runtime
  readonly metrics: Metrics
  readonly budget: RetryBudget
  /** Further tries of one request. */
  readonly retries: number
}

/**
 * Asks one upstream after the other until an answer begins. Nothing is asked again once a byte of an answer is there.
 */
export function ask(
  question: Question,
  signal: AbortSignal,
  asking: Asking,
): Later<Begun | ApiError> {
  const [first, ...others] = candidates(asking.upstreams, question)
  if (first === undefined)
    return { ...notFound, code: "model_not_found", message: noModel, param: "model" }
  asking.budget.requestCame()
  const asked = askOne(first, question, { signal, asking })
  return others.length === 0 ? asked : askOthers(asked, others, { question, signal, asking })
}

async function askOthers(
  asked: Promise<Begun | ApiError>,
  others: readonly Upstream[],
  { question, signal, asking }: { question: Question; signal: AbortSignal; asking: Asking },
): Promise<Begun | ApiError> {
  let last = await asked
  for (const upstream of others) {
    if (!isApiError(last) || signal.aborted) return last
    const next = await askOne(upstream, question, { signal, asking })
    last = isApiError(next) ? preferred(last, next) : next
  }
  return last
}

const noModel = "No upstream serves this model."

/** Of several failures, the one of an upstream that was asked says more than that of one that was not. */
function preferred(before: ApiError, now: ApiError): ApiError {
  return now.code === "upstream_unavailable" ? before : now
}

async function askOne(
  upstream: Upstream,
  question: Question,
  { signal, asking }: { signal: AbortSignal; asking: Asking },
): Promise<Begun | ApiError> {
  const { runtime, metrics, budget, retries } = asking
  const { name, coldStartMs } = upstream.settings
  const prepared = upstream.adapter.prepare(question, upstream.settings)
  const coldUntilMs = runtime.nowMs() + coldStartMs
  let looks = 0
  for (let tries = 0; ;) {
    const pass = upstream.breaker.enter()
    if (pass === undefined) return leftAlone(upstream)
    const outcome = await attempt(upstream, { question, prepared, signal }, runtime)
    settle(pass, outcome)
    metrics.attempts.of(name, outcome.kind).value += 1
    if (outcome.kind === "cold" && runtime.nowMs() < coldUntilMs) {
      outcome.answer.body.cancel()
      await runtime.sleep(wakeDelayMs(looks, runtime.random()), signal)
      looks += 1
    } else {
      const delayMs = retryable(outcome, runtime)
      if (delayMs === undefined || tries >= retries || !budget.take())
        return conclude(outcome, { answer: outcome.answer, upstream, prepared })
      outcome.answer?.body.cancel()
      metrics.retries.of(name).value += 1
      await runtime.sleep(Math.max(delayMs, retryDelayMs(tries, runtime.random())), signal)
      tries += 1
    }
    if (signal.aborted) return clientGone
  }
}

function leftAlone({ breaker }: Upstream): Begun | ApiError {
  const seconds = Math.max(1, Math.ceil(breaker.waitMs / 1000))
  return upstreamUnavailable(seconds)
}

function settle(pass: Pass, { kind }: Outcome): void {
  switch (kind) {
    case "ok":
    case "client_error":
      return pass.settle("ok")
    case "failed":
    case "timeout":
      return pass.settle("failed")
    case "throttled":
    case "cold":
    case "cancelled":
      return pass.settle("neutral")
  }
}

/** Failures that may be over in a moment. */
const passingStatuses: ReadonlySet<number> = new Set([502, 503, 504])

/** Least time to wait before the same upstream is asked again; undefined where it is not. */
function retryable(outcome: Outcome, runtime: Runtime): number | undefined {
  const { kind, answer } = outcome
  if (kind === "failed")
    return answer === undefined || passingStatuses.has(answer.status) ? 0 : undefined
  if (kind !== "throttled" || answer === undefined) return undefined
  const waitMs = retryAfterMs(answer, runtime.nowMs())
  return waitMs !== undefined && waitMs <= longestAskedWaitMs ? waitMs : undefined
}

type Ended = Omit<Begun, "answer"> & { readonly answer: IncomingAnswer | undefined }

function conclude(outcome: Outcome, { answer, upstream, prepared }: Ended): Begun | ApiError {
  switch (outcome.kind) {
    case "ok":
    case "client_error":
      return answer === undefined
        ? badUpstream(unreachable)
        : acceptable({ answer, upstream, prepared })
    case "cold":
      outcome.answer.body.cancel()
      return upstreamCold
    case "throttled":
      outcome.answer.body.cancel()
      return tooMany("upstream_rate_limited", throttled, secondsOf(outcome.answer))
    case "timeout":
      return timedOut
    case "cancelled":
      return clientGone
    case "failed":
      answer?.body.cancel()
      return badUpstream(failed(answer?.status))
  }
}

const unreachable = "The upstream cannot be reached or broke off."
const throttled = "The upstream has too much to do."

function failed(status: number | undefined): string {
  return status === undefined ? unreachable : `The upstream failed with status ${status}.`
}

function secondsOf(answer: IncomingAnswer): number {
  return Math.min(3600, Math.max(1, Math.ceil((retryAfterMs(answer, Date.now()) ?? 1000) / 1000)))
}

/** The upstream's refusal of the gateway's own credentials is none of the client's business. */
function acceptable(begun: Begun): Begun | ApiError {
  const { status, body } = begun.answer
  const elsewhere = status >= 300 && status < 400
  if (status !== 401 && status !== 403 && !elsewhere) return begun
  body.cancel()
  const what = elsewhere ? "sent the gateway elsewhere" : "refused the gateway's own token"
  return badUpstream(`The upstream ${what}.`)
}
