export interface BreakerOptions {
  /** Share of requests that fail, from 0 to 1. */
  readonly failures: number
  /** So many requests have to be in the window before the share counts. */
  readonly requests: number
  readonly windowMs: number
  readonly openMs: number
}

export type BreakerState = "closed" | "half open" | "open"

/** Leave to send one request. Settled once; `neutral` for what says nothing about the upstream. */
export interface Pass {
  readonly settle: (outcome: "ok" | "failed" | "neutral") => void
}

const parts = 10
const longestOpenMs = 30_000

/**
 * Lets an upstream alone that fails too often. After a while exactly one request is sent to see whether it is well
 * again; each time it is not, the while is twice as long, up to 30 seconds.
 */
export class Breaker {
  readonly #options: BreakerOptions
  readonly #nowMs: () => number
  /** Of the window: when each part began, how many requests it saw, and how many of them failed. */
  readonly #window = Array.from({ length: parts }, () => ({ began: -1, all: 0, failed: 0 }))
  #openUntilMs = 0
  #openMs: number
  #state: BreakerState = "closed"
  #probing = false

  constructor(options: BreakerOptions, nowMs: () => number) {
    this.#options = options
    this.#nowMs = nowMs
    this.#openMs = options.openMs
  }

  get state(): BreakerState {
    if (this.#state === "open" && this.#nowMs() >= this.#openUntilMs) this.#state = "half open"
    return this.#state
  }

  /** Until a request may be sent again; 0 when one may be sent now. */
  get waitMs(): number {
    return this.state === "open" ? this.#openUntilMs - this.#nowMs() : 0
  }

  /** Undefined where no request may be sent now. */
  enter(): Pass | undefined {
    const { state } = this
    if (state === "closed") return { settle: (outcome) => this.#count(outcome) }
    if (state === "open" || this.#probing) return undefined
    this.#probing = true
    return { settle: (outcome) => this.#judge(outcome) }
  }

  /** For an answer that broke off after it had begun. */
  fail(): void {
    if (this.state === "closed") this.#count("failed")
  }

  #count(outcome: "ok" | "failed" | "neutral"): void {
    if (outcome === "neutral" || this.#state !== "closed") return
    const nowMs = this.#nowMs()
    const began = Math.floor(nowMs / (this.#options.windowMs / parts))
    const part = this.#window[began % parts]
    if (part === undefined) return
    if (part.began !== began) Object.assign(part, { began, all: 0, failed: 0 })
    part.all += 1
    if (outcome === "ok") return
    part.failed += 1
    this.#openWhereTooMany(began)
  }

  #openWhereTooMany(now: number): void {
    const recent = this.#window.filter(({ began }) => began > now - parts && began <= now)
    const all = recent.reduce((sum, part) => sum + part.all, 0)
    const failed = recent.reduce((sum, part) => sum + part.failed, 0)
    if (all >= this.#options.requests && failed >= all * this.#options.failures) this.#open()
  }

  #judge(outcome: "ok" | "failed" | "neutral"): void {
    this.#probing = false
    if (outcome === "neutral") return
    if (outcome === "failed") return this.#open()
    this.#state = "closed"
    this.#openMs = this.#options.openMs
    for (const part of this.#window) part.began = -1
  }

  #open(): void {
    this.#openUntilMs = this.#nowMs() + this.#openMs
    this.#openMs = Math.min(this.#openMs * 2, Math.max(longestOpenMs, this.#options.openMs))
    this.#state = "open"
  }
}
