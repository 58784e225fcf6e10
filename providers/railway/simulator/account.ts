import * as z from "zod"

/** All that a simulated account on Railway holds: plain data, replaced as a whole by each change. */
export interface Account {
  /** Counts everything that was ever made, for ids. */
  readonly made: number
  readonly workspaces: readonly { readonly id: string; readonly name: string }[]
  readonly projects: Table<Project>
  readonly environments: Table<Environment>
  readonly services: Table<Service>
  /** By service and environment. */
  readonly instances: Table<Instance>
  readonly volumes: Table<Volume>
  readonly buckets: Table<Bucket>
  /** How many services the plan allows. */
  readonly mostServices: number
  /** Of an hour: 100 with a free plan, 1000 with Hobby, 10,000 with Pro. */
  readonly requestsAnHour: number
  /** When requests came, for that limit. */
  readonly requestsMs: readonly number[]
  /** Commits that the repository does not have. */
  readonly missingCommits: readonly string[]
  /** Domains that lead to services of somebody else. */
  readonly takenDomains: readonly string[]
  /** Domains whose records are never made: in a rehearsal all others have theirs. */
  readonly domainsWithoutRecords: readonly string[]
  /** What the certificate authority says of a domain that it refuses. */
  readonly refusedCertificates: Readonly<Record<string, string>>
  /** How many custom domains of a service the plan allows: 1 in a trial, 2 with Hobby, 20 with Pro. */
  readonly mostDomains: number
  /** What the next deployment of a service does, by part of its name. */
  readonly breakages: Readonly<Record<string, Breakage>>
}

export type Table<Row> = Readonly<Record<string, Row>>
export type Breakage = "crash-loop" | "build-fails"

export interface Project {
  readonly id: string
  readonly name: string
  readonly workspaceId: string
}

export interface Environment {
  readonly id: string
  readonly name: string
  readonly projectId: string
}

/** Of the whole project: it has an instance in each environment. */
export interface Service {
  readonly id: string
  readonly name: string
  readonly projectId: string
}

export interface Instance {
  readonly serviceId: string
  readonly environmentId: string
  /** As `ServiceInstanceUpdateInput`. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly source: { readonly image?: string | null; readonly repo?: string | null } | undefined
  readonly cpu: number | null
  readonly memoryBytes: number | null
  readonly autoDeploy: boolean
  readonly domains: readonly { readonly id: string; readonly domain: string }[]
  readonly customDomains: readonly CustomDomain[]
  readonly variables: Readonly<Record<string, string>>
  /** Oldest first. */
  readonly deployments: readonly Deployment[]
}

export interface CustomDomain {
  readonly id: string
  readonly domain: string
  readonly targetPort: number | null
  readonly createdAtMs: number
}

export interface Deployment {
  readonly id: string
  readonly createdAtMs: number
  readonly commit: string | undefined
  readonly image: string | undefined
  readonly buildMs: number
  readonly breakage: Breakage | undefined
  /** When a newer one took its place before it was done. */
  readonly removedAtMs: number | undefined
  /** Of the service, as they were when it began. */
  readonly variables: Readonly<Record<string, string>>
  readonly healthcheckPath: string | undefined
  readonly giveUpMs: number
}

export interface Volume {
  readonly id: string
  readonly name: string
  readonly projectId: string
  readonly environmentId: string
  readonly serviceId: string
  readonly mountPath: string
}

/** Of the whole project: environments have it or not. */
export interface Bucket {
  readonly id: string
  readonly name: string
  readonly projectId: string
  /** By the id of the environment. */
  readonly places: Readonly<
    Record<string, { readonly region: string; readonly createdAtMs: number }>
  >
}

/** What `save` gave away: told from other data by its outermost keys. */
export const savedAccount = z.custom<Account>(
  (value) => z.object({ made: z.int(), instances: z.object({}) }).safeParse(value).success,
)

export const emptyAccount: Account = {
  made: 0,
  workspaces: [{ id: "00000000-0000-4000-8000-000000000000", name: "Simulated" }],
  projects: {},
  environments: {},
  services: {},
  instances: {},
  volumes: {},
  buckets: {},
  mostServices: 50,
  requestsAnHour: 1000,
  requestsMs: [],
  missingCommits: [],
  takenDomains: [],
  domainsWithoutRecords: [],
  refusedCertificates: {},
  mostDomains: 20,
  breakages: {},
}

/** The id of the next thing that is made. */
export function idFor(made: number): string {
  return `00000000-0000-4000-8000-${(made + 1).toString(16).padStart(12, "0")}`
}

export function instanceKey(serviceId: string, environmentId: string): string {
  return `${serviceId} ${environmentId}`
}

export function without<Row>(table: Table<Row>, id: string): Table<Row> {
  return Object.fromEntries(Object.entries(table).filter(([key]) => key !== id))
}

export function keep<Row>(table: Table<Row>, isKept: (row: Row) => boolean): Table<Row> {
  return Object.fromEntries(Object.entries(table).filter(([, row]) => isKept(row)))
}
