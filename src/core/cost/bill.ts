import type { Usd } from "./usd.ts"

/** What a platform would bill for a month. Its total is the sum of the lines. */
export interface Bill {
  readonly lines: readonly CostLine[]
  /** What is used but has no known price, so that the total is without it. */
  readonly unpriced: readonly Unpriced[]
  /** Why the plan does not allow this usage, in sentences; empty when it does. */
  readonly refusals: readonly string[]
}

/** One line: quantity times unit price, less what is included. */
export interface CostLine {
  readonly type: CostLineType
  /** Service or resource; undefined for what the whole account pays, such as a plan's fee. */
  readonly item: string | undefined
  /** What is counted, such as `T4` or `Egress`. */
  readonly meter: string
  /** All that is used, before anything included is taken off. */
  readonly quantity: number
  /** Of the quantity, what the plan includes. */
  readonly included: number
  /** What the quantity counts, such as `GPU second`. */
  readonly unit: string
  readonly unitPrice: Usd
  readonly amount: Usd
  /** Ids of the prices behind it. */
  readonly prices: readonly string[]
  /** A rule worth saying, such as a minimum, a tier or a multiplier. */
  readonly note?: string
}

/** `credit` lines are negative: money of the plan that is spent before the user's. */
export type CostLineType = "usage" | "fee" | "credit"

export interface Unpriced {
  readonly item: string | undefined
  readonly what: string
  readonly why: string
}
