import { shortHash } from "aidep/provider"
import * as z from "zod"
import { type Buckets, noBuckets } from "./bucket/account.ts"
import type { Table } from "./table.ts"
import { noWorkers, type Workers } from "./worker/account.ts"

/** All that a simulated account on Cloudflare holds: plain data, replaced as a whole by each change. */
export interface Account {
  /** Counts everything that was ever made, for ids. */
  readonly made: number
  readonly zones: Table<Zone>
  readonly records: Table<DnsRecord>
  readonly rulesets: Table<Ruleset>
  /** Custom domains of Workers. */
  readonly domains: Table<WorkerDomain>
  readonly workers: Workers
  readonly buckets: Buckets
  /** Phases of rules that the token may not look at or change. */
  readonly closedPhases: readonly string[]
  /** What the next deploy of a service does, by part of its name. */
  readonly breakages: Readonly<Record<string, Breakage>>
}

export type Breakage = "crash-loop" | "build-fails"

export interface Zone {
  readonly id: string
  readonly name: string
  readonly status: "active" | "pending"
  /** Another one than the simulated for a zone that the token sees in somebody else's account. */
  readonly accountId: string
  readonly plan: "free" | "pro" | "business" | "enterprise"
}

export interface DnsRecord {
  readonly id: string
  readonly zoneId: string
  readonly type: string
  readonly name: string
  readonly content: string
  readonly proxied: boolean
  readonly ttl: number
  readonly comment: string
  readonly createdAtMs: number
  readonly changedAtMs: number
}

export interface Ruleset {
  readonly id: string
  readonly zoneId: string
  readonly name: string
  readonly phase: string
  readonly version: number
  readonly changedAtMs: number
  readonly rules: readonly Rule[]
}

export interface Rule {
  readonly id: string
  readonly ref: string
  readonly version: number
  readonly changedAtMs: number
  /** What was sent: description, expression, action and its parameters. */
  readonly content: Readonly<Record<string, unknown>>
}

export interface WorkerDomain {
  readonly id: string
  readonly hostname: string
  readonly service: string
  readonly zoneId: string
}

/** Of the simulated account: 32 hexadecimal characters. */
export const accountId = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e"

/** What `save` gave away: told from other data by its outermost keys. */
export const savedAccount = z.custom<Account>(
  (value) => z.object({ made: z.int(), zones: z.object({}) }).safeParse(value).success,
)

export const emptyAccount: Account = {
  made: 0,
  zones: {},
  records: {},
  rulesets: {},
  domains: {},
  workers: noWorkers,
  buckets: noBuckets,
  closedPhases: [],
  breakages: {},
}

/** The id of the next thing that is made. No two kinds share one, even where what was made is forgotten again. */
export function idFor({ made }: Account, kind: string = "thing"): string {
  return shortHash(`${kind} ${made + 1}`, 32)
}

/** The same id for the same name in every account, so that it outlives what an account forgets. */
export function zoneNamed(name: string): Zone {
  return { id: shortHash(`zone ${name}`, 32), name, status: "active", accountId, plan: "free" }
}
