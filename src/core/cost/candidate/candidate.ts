import type { Gpu } from "../../project/project.ts"
import type { ClosedForm } from "../pool/closed-form.ts"
import type { Offer } from "../price-book.ts"
import type { ItemUsage } from "../usage.ts"

/** A way to run one part of the stack: what it uses there, and how it serves. Not yet priced. */
export interface Candidate {
  readonly item: string
  readonly platform: string
  readonly offer: Offer
  readonly gpu: Gpu | undefined
  /** With the traffic that goes to the internet, without that to callers on other platforms. */
  readonly usage: ItemUsage
  readonly hopGB: number
  readonly callers: readonly string[]
  /** Why it only works where its callers are too; undefined: it works from anywhere. */
  readonly onlyBesideCallers: string | undefined
  /** Somebody asked for this offer by its name, so that its terms are accepted. */
  readonly asked: boolean
  /** Instances that the busiest part of the day needs. */
  readonly neededInstances: number
  readonly level: ServiceLevel
  readonly work: Work
}

/** How requests are served. */
export interface ServiceLevel {
  /** Seconds that 99 of 100 requests stay within: those that meet an open instance, and all. */
  readonly p99: { readonly warm: number | undefined; readonly all: number | undefined }
  /** Share of requests, 0 to 1, that wait for an instance to start. */
  readonly coldShare: number
  /** Share of requests answered before callers give up. */
  readonly answeredShare: number
}

/** What is paid for and what of it is work. */
export interface Work {
  /** Instance seconds if every slot were always full: the sum that price lists suggest. */
  readonly usefulSeconds: number
  readonly billedSeconds: number
  /** Half-width of the 95 % interval of the billed seconds, as a share of them; 0 where nothing is simulated. */
  readonly halfWidth: number
  /** What the formula says, where instances open on demand. */
  readonly closedForm: ClosedForm | undefined
}

/** A way that does not work, and why. */
export interface Rejected {
  readonly item: string
  readonly platform: string
  /** Id of the offer; undefined when it is the platform as a whole. */
  readonly offer: string | undefined
  /** A sentence. */
  readonly reason: string
}
