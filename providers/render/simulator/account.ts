import * as z from "zod"

/** All that a simulated account on Render holds: plain data, replaced as a whole by each change. */
export interface Account {
  /** Counts everything that was ever made, for ids. */
  readonly made: number
  readonly owners: readonly { readonly id: string; readonly name: string }[]
  readonly projects: Table<Project>
  readonly environments: Table<Environment>
  readonly services: Table<Service>
  readonly stores: Table<Store>
  readonly domains: Table<CustomDomain>
  /** Domains that lead to services of somebody else. */
  readonly takenDomains: readonly string[]
  /** Domains whose record is never made: in a rehearsal all others have theirs. */
  readonly domainsWithoutRecord: readonly string[]
  /** Names of the registry credentials that do not exist: in a rehearsal all others do. */
  readonly missingCredentials: readonly string[]
  /** Without payment information only free plans are given. */
  readonly hasPayment: boolean
  /** Newest commit by repository; where it is not known, a deploy tells no commit. */
  readonly heads: Readonly<Record<string, string>>
  /** What the next deploy of a service does, by part of its name. */
  readonly breakages: Readonly<Record<string, Breakage>>
  /** When services were made, for the limit of an hour. */
  readonly creationsMs: readonly number[]
}

export type Table<Row> = Readonly<Record<string, Row>>
export type Breakage = "crash-loop" | "build-fails"

export interface Project {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  readonly createdAtMs: number
}

export interface Environment {
  readonly id: string
  readonly name: string
  readonly projectId: string
}

export interface Service {
  readonly id: string
  readonly createdAtMs: number
  readonly type: string
  readonly name: string
  readonly slug: string
  readonly ownerId: string
  readonly environmentId: string | undefined
  readonly autoDeploy: "yes" | "no"
  readonly repo: string | undefined
  readonly branch: string | undefined
  readonly rootDir: string
  readonly imagePath: string | undefined
  readonly credentialId: string | undefined
  readonly suspended: boolean
  readonly details: ServiceDetails
  readonly variables: Readonly<Record<string, string>>
  /** Oldest first. */
  readonly deploys: readonly Deploy[]
}

export interface ServiceDetails {
  readonly runtime?: string | undefined
  readonly plan?: string | undefined
  readonly region?: string | undefined
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
  readonly preDeployCommand?: string | undefined
  readonly healthCheckPath?: string | undefined
  readonly numInstances?: number | undefined
  readonly maxShutdownDelaySeconds?: number | undefined
  readonly schedule?: string | undefined
  readonly buildCommand?: string | undefined
  readonly publishPath?: string | undefined
  readonly autoscaling?: Autoscaling | undefined
  readonly disk?: Disk | undefined
}

export interface Autoscaling {
  readonly enabled: boolean
  readonly min: number
  readonly max: number
  readonly criteria: Readonly<
    Record<"cpu" | "memory", { readonly enabled: boolean; readonly percentage: number }>
  >
}

export interface Disk {
  readonly id: string
  readonly name: string
  readonly mountPath: string
  readonly sizeGB: number
}

export interface Deploy {
  readonly id: string
  readonly createdAtMs: number
  readonly trigger: "api" | "service_resumed"
  readonly commit: string | undefined
  readonly image: string | undefined
  readonly buildMs: number
  readonly preDeployMs: number
  readonly breakage: Breakage | undefined
  /** When a newer one took its place before it was done. */
  readonly canceledAtMs: number | undefined
  /** Of the service, as they were when it began. */
  readonly variables: Readonly<Record<string, string>>
  readonly healthCheckPath: string | undefined
}

export interface Store {
  readonly id: string
  readonly type: "key_value" | "postgres"
  readonly createdAtMs: number
  readonly name: string
  readonly ownerId: string
  readonly environmentId: string | undefined
  readonly plan: string
  readonly region: string
  readonly version: string
  readonly networks: readonly Network[]
}

export interface CustomDomain {
  readonly id: string
  readonly createdAtMs: number
  readonly name: string
  readonly serviceId: string
  /** The domain that it leads on to; empty for one that is served. */
  readonly redirectForName: string
  /** When Render was first asked to verify it. */
  readonly askedAtMs: number | undefined
}

export interface Network {
  readonly cidrBlock: string
  readonly description: string
}

/** What `save` gave away: told from other data by its outermost keys. */
export const savedAccount = z.custom<Account>(
  (value) => z.object({ made: z.int(), services: z.object({}) }).safeParse(value).success,
)

export const emptyAccount: Account = {
  made: 0,
  owners: [{ id: "tea-00000000000000000000", name: "Simulated" }],
  projects: {},
  environments: {},
  services: {},
  stores: {},
  domains: {},
  takenDomains: [],
  domainsWithoutRecord: [],
  missingCredentials: [],
  hasPayment: true,
  heads: {},
  breakages: {},
  creationsMs: [],
}

/** The id of the next thing that is made, with the prefix that Render gives to its kind. */
export function idFor(prefix: string, made: number): string {
  return `${prefix}-${(made + 1).toString(36).padStart(20, "0")}`
}

export function without<Row>(table: Table<Row>, id: string): Table<Row> {
  return Object.fromEntries(Object.entries(table).filter(([key]) => key !== id))
}
