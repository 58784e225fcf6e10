import * as z from "zod"
import type { MachineConfig } from "./requests.ts"

/** All that a simulated account on Fly holds: plain data, replaced as a whole by each change. */
export interface Account {
  /** Counts everything that was ever made, for ids. */
  readonly made: number
  readonly organizations: readonly Organization[]
  /** Without a payment method an app has one Machine. */
  readonly hasPayment: boolean
  /** Regions that have no room for another Machine. */
  readonly fullRegions: readonly string[]
  /** By name. */
  readonly apps: Table<App>
  /** Names of apps of other organisations. */
  readonly takenNames: readonly string[]
  /** References in Fly's registry. */
  readonly images: readonly string[]
  /** Images of other registries that cannot be had: in a rehearsal all others can. */
  readonly missingImages: readonly string[]
  /** What the next deploy of a service does, by part of its name. */
  readonly breakages: Readonly<Record<string, Breakage>>
}

export type Table<Row> = Readonly<Record<string, Row>>
export type Breakage = "crash-loop" | "build-fails"

export interface Organization {
  readonly slug: string
  readonly name: string
}

export interface App {
  readonly id: string
  readonly name: string
  readonly organization: string
  readonly secrets: Readonly<Record<string, string>>
  /** Grows with each change of the secrets. */
  readonly secretsVersion: number
  readonly machines: Table<Machine>
  readonly volumes: Table<Volume>
  readonly ips: readonly Ip[]
  /** By hostname. */
  readonly certificates: Table<Certificate>
}

export interface Machine {
  readonly id: string
  readonly name: string
  readonly region: string
  /** Of this version of it. */
  readonly instanceId: string
  readonly createdAtMs: number
  /** When this version was started. */
  readonly launchedAtMs: number
  /** False until it is started for the first time. */
  readonly isLaunched: boolean
  readonly isCordoned: boolean
  readonly config: MachineConfig
  /** Of the app, as they were when it started. */
  readonly secrets: Readonly<Record<string, string>>
  readonly breakage: Breakage | undefined
  /** When it was stopped by a call. */
  readonly stoppedAtMs: number | undefined
  readonly lease: Lease | undefined
}

export interface Lease {
  readonly nonce: string
  readonly owner: string
  readonly description: string
  readonly expiresAtMs: number
}

export interface Volume {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly sizeGb: number
  readonly createdAtMs: number
}

export interface Ip {
  readonly ip: string
  readonly shared: boolean
  readonly createdAtMs: number
}

export interface Certificate {
  readonly hostname: string
  readonly createdAtMs: number
  /** When its records were seen first; undefined before. */
  readonly validatedAtMs: number | undefined
}

/** What `save` gave away: told from other data by its outermost keys. */
export const savedAccount = z.custom<Account>(
  (value) => z.object({ made: z.int(), apps: z.object({}) }).safeParse(value).success,
)

export const emptyAccount: Account = {
  made: 0,
  organizations: [
    { slug: "personal", name: "Simulated" },
    { slug: "acme", name: "Acme" },
  ],
  hasPayment: true,
  fullRegions: [],
  apps: {},
  takenNames: [],
  images: [],
  missingImages: [],
  breakages: {},
}

export function withApp(account: Account, app: App): Account {
  return { ...account, made: account.made + 1, apps: { ...account.apps, [app.name]: app } }
}

export function withMachine(account: Account, app: App, machine: Machine): Account {
  return withApp(account, { ...app, machines: { ...app.machines, [machine.id]: machine } })
}

/** As Fly writes ids: hexadecimal digits. */
export function idFor(kind: number, made: number): string {
  return `${kind}${(made + 1).toString(16).padStart(13, "0")}`
}

export function without<Row>(table: Table<Row>, id: string): Table<Row> {
  return Object.fromEntries(Object.entries(table).filter(([key]) => key !== id))
}
