import { headerOf, type IncomingAnswer } from "../http/send.ts"

/** Retries that are saved up at most, and that a fresh gateway has. */
const mostSaved = 10

/** Bounds retries to a share of all requests, so that they do not finish off an upstream that is down. */
export class RetryBudget {
  readonly #share: number
  #saved = mostSaved

  constructor(share: number) {
    this.#share = share
  }

  requestCame(): void {
    this.#saved = Math.min(mostSaved, this.#saved + this.#share)
  }

  /** False where the share is used up. */
  take(): boolean {
    if (this.#share === 0 || this.#saved < 1) return false
    this.#saved -= 1
    return true
  }
}

const firstDelayMs = 100
const longestDelayMs = 2_000
const firstWakeDelayMs = 500
const longestWakeDelayMs = 5_000

/** Any time up to a bound that doubles with each try, so that those who failed together do not come back together. */
export function retryDelayMs(tries: number, random: number): number {
  return random * Math.min(longestDelayMs, firstDelayMs * 2 ** tries)
}

/** Between two looks at an upstream that wakes up. */
export function wakeDelayMs(tries: number, random: number): number {
  return (0.5 + random / 2) * Math.min(longestWakeDelayMs, firstWakeDelayMs * 2 ** tries)
}

/** The longest wait that an upstream may ask for and still be asked again within the same request. */
export const longestAskedWaitMs = longestDelayMs

/** What `Retry-After` says, in milliseconds. Undefined where it says nothing. */
export function retryAfterMs(answer: IncomingAnswer, nowMs: number): number | undefined {
  const text = headerOf(answer, "retry-after")
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}
