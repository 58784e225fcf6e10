import type { Bill } from "./bill.ts"
import type { PricePage } from "./price-page.ts"
import type { ItemKind, PlatformUsage } from "./usage.ts"
import type { Usd } from "./usd.ts"

/** What one platform charges, dated, and how it bills. Pure data and one pure function. */
export interface PriceBook {
  /** Id of the platform, the folder's name. */
  readonly platform: string
  readonly title: string
  /** The vendor's price page. */
  readonly url: string
  readonly prices: readonly PriceEntry[]
  /** What an account can be on, the cheapest first; at least one. */
  readonly plans: readonly Plan[]
  /** What things can run on. */
  readonly offers: readonly Offer[]
  /** Rounding, minimums, allowances, tiers and credits of the platform, over all that runs there. Total. */
  readonly bill: (usage: PlatformUsage) => Bill
  /**
   * What the platform's options in the manifest decide of the offers for a kind of thing; undefined: nothing. The
   * options are as they are written. Total.
   */
  readonly choiceOf?: (options: unknown, kind: ItemKind) => OfferChoice | undefined
  /** Pages of the vendor that a machine can read. */
  readonly pages?: readonly PricePage[]
}

/** Offers that an option of the manifest leaves. */
export interface OfferChoice {
  readonly leaves: (offer: Offer) => boolean
  /** A sentence: which option says so. */
  readonly because: string
}

export interface PriceEntry {
  /** Unique in its book, such as `gpu.T4`. */
  readonly id: string
  readonly name: string
  /** What one price buys, such as `GPU second` or `GB`. */
  readonly unit: string
  /** For one unit, tax excluded. */
  readonly usd: Usd
  /** Address of a page, or a document with its place in it. */
  readonly source: string
  /** Day the source was read, `2026-09-27`; the first of a month where only that is known, undefined where nothing is. */
  readonly asOf: string | undefined
  readonly confidence: Confidence
  readonly note?: string
}

/** `unverified`: nobody looked it up. */
export type Confidence = "high" | "medium" | "low" | "unverified"

/** A subscription of the account. Its fee, credits and allowances are in the rule. */
export interface Plan {
  readonly id: string
  readonly title: string
  /** Most instances of one service at one time. */
  readonly maxInstances?: number
  /** Most GPUs of the account at one time. */
  readonly maxGpus?: number
  /** A condition that users have to know, such as `Not for commercial use.` */
  readonly terms?: string
}

/** Hardware or a product that a service or resource can run on. */
export interface Offer {
  readonly id: string
  readonly title: string
  readonly serves: readonly ItemKind[]
  /** GPU type in the manifest's spelling, such as `T4` or `A100-80GB`; undefined: none. */
  readonly gpu?: string
  /** Most GPUs of one instance; 1 when left out. */
  readonly maxGpus?: number
  /** Virtual CPUs of one instance; equal ends where the size is fixed. */
  readonly cpu: SizeRange
  readonly memoryGiB: SizeRange
  /** Largest disk of one instance; undefined: no limit that matters. */
  readonly maxStorageGiB?: number
  readonly scaling: Scaling
  /** Ids of the plans it is sold on; undefined: all. */
  readonly plans?: readonly string[]
  /** Id of a hosted model that is paid by token, as the vendor spells it. */
  readonly model?: string
  /** Ends by itself or loses what it holds: never chosen, with `terms` as the reason. */
  readonly temporary?: boolean
  /** Compared, but not chosen unless it is asked for: `terms` say what has to be accepted. */
  readonly needsConsent?: boolean
  /** May be taken away at any moment, and is cheaper for that; not chosen unless it is asked for. */
  readonly interruptible?: boolean
  /** A condition that users have to know, such as `Sleeps after 15 minutes without requests.` */
  readonly terms?: string
}

export interface SizeRange {
  readonly min: number
  readonly max: number
}

/** When instances are open, and so when they are billed. */
export type Scaling = AlwaysOpen | OpenOnDemand | PerRequest

/** Instances run all month, as many as the busiest hour needs. */
export interface AlwaysOpen {
  readonly type: "always"
  readonly maxInstances?: number
}

/** An instance opens when all others are full and closes after a time without requests. */
export interface OpenOnDemand {
  readonly type: "on-demand"
  readonly idleSeconds: IdleWindow
  /** Time from opening to the first request, without the user's own loading. */
  readonly coldStartSeconds: number
  /** The cold start is billed. */
  readonly coldBilled: boolean
  /** The time of one run of an instance is rounded up to a multiple of this. */
  readonly roundUpSeconds: number
  readonly maxInstances?: number
  /** Fewest instances that stay open; 0 when left out. */
  readonly minInstances?: number
  /** Most instances that can be kept open for good, 0 where everything falls asleep; undefined: any number. */
  readonly maxWarm?: number
}

export interface IdleWindow {
  readonly default: number
  readonly min: number
  readonly max: number
}

/** Only requests are billed; between them nothing is. */
export interface PerRequest {
  readonly type: "per-request"
  /** Each request's time is rounded up to a multiple of this. */
  readonly roundUpSeconds: number
  readonly coldStartSeconds: number
}
