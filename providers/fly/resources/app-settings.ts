import * as z from "zod"
import type { FlyHttpService } from "../service/fly-toml.ts"
import { strategies } from "../options.ts"
import type { FlySpec } from "../spec.ts"

const check = z.object({ path: z.string(), graceSeconds: z.int() })

const httpService = z.object({
  port: z.int(),
  autoStop: z.enum(["off", "stop", "suspend"]),
  /** Counts in the primary region only. */
  minRunning: z.int(),
  /** Null: Fly's own limits. */
  concurrency: z.object({ soft: z.int(), hard: z.int() }).nullable(),
  check: check.nullable(),
})

/** An app on Fly with its Machines, as plans compare it. Null: not set. */
export const appSettings = z.object({
  app: z.string(),
  organization: z.string(),
  /** Where Machines may stand, the primary region first. */
  regions: z.array(z.string()).min(1),
  machines: z.int(),
  /** Private: reached over Flycast, by other apps of the organisation. Null: takes no requests. */
  address: z.enum(["public", "private"]).nullable(),
  /** Without tag and digest: those are a deployment's. */
  image: z.string(),
  /** Of the folder that Fly builds, relative to the manifest's. */
  dockerfile: z.string().nullable(),
  cpuKind: z.enum(["shared", "performance"]),
  cpus: z.int(),
  memoryMiB: z.int(),
  command: z.array(z.string()).nullable(),
  preDeploy: z.array(z.string()).nullable(),
  restart: z.enum(["always", "on-failure", "never"]),
  volume: z.string().nullable(),
  mountPath: z.string().nullable(),
  volumeGiB: z.int().nullable(),
  service: httpService.nullable(),
  /** Names of the app's secrets. */
  secrets: z.array(z.string()),
  strategy: z.enum(strategies),
  /** How long a Machine may take until it is healthy. */
  waitSeconds: z.int(),
})
export type AppSettings = Readonly<z.output<typeof appSettings>>

/** Size of a volume of which nothing is said. https://fly.io/docs/volumes/overview/, read 2026-08-07. */
const defaultVolumeGiB = 1

/** The slug by which Fly's API knows the organisation of the account itself. */
export const personalOrganization = "personal"

/** The same app as in fly.toml. */
export function settingsOf(spec: FlySpec): AppSettings {
  const { machines, organization, regions, toml } = spec
  const mount = toml.mounts?.[0]
  return {
    app: toml.app,
    organization: organization ?? personalOrganization,
    regions: [...regions],
    machines,
    address: addressOf(spec),
    ...codeOf(spec),
    cpuKind: spec.size.preset.startsWith("shared") ? "shared" : "performance",
    cpus: spec.size.cpus,
    memoryMiB: spec.size.memoryMiB,
    command: spec.command === undefined ? null : [...spec.command],
    preDeploy: spec.preDeploy === undefined ? null : [...spec.preDeploy],
    restart: toml.restart[0].policy,
    volume: mount?.source ?? null,
    mountPath: mount?.destination ?? null,
    volumeGiB: mount === undefined ? null : (spec.volumeGiB ?? defaultVolumeGiB),
    service: toml.http_service === undefined ? null : serviceOf(toml.http_service),
    secrets: spec.secrets.toSorted(),
    strategy: toml.deploy?.strategy ?? "rolling",
    waitSeconds: spec.waitSeconds,
  }
}

function addressOf({ isPrivate, toml }: FlySpec): AppSettings["address"] {
  if (toml.http_service === undefined) return null
  return isPrivate ? "private" : "public"
}

/** What Fly builds of a folder is in its own registry, under the name of the app. */
function codeOf({ toml: { app, build } }: FlySpec): Pick<AppSettings, "image" | "dockerfile"> {
  if (build !== undefined && "image" in build)
    return { image: imageRepository(build.image), dockerfile: null }
  return { image: `${flyRegistry}/${app}`, dockerfile: build?.dockerfile ?? null }
}

export const flyRegistry = "registry.fly.io"

/** `ghcr.io/acme/api:1.2@sha256:…` without what names one version of it. */
export function imageRepository(reference: string): string {
  const [path = reference] = reference.split("@")
  return path.replace(/:[^/:]*$/, "")
}

function serviceOf({
  auto_stop_machines,
  checks,
  concurrency: { hard_limit, soft_limit },
  internal_port,
  min_machines_running,
}: FlyHttpService): NonNullable<AppSettings["service"]> {
  const [first] = checks ?? []
  const hasLimits = hard_limit !== undefined && soft_limit !== undefined
  return {
    port: internal_port,
    autoStop: auto_stop_machines,
    minRunning: min_machines_running,
    concurrency: hasLimits ? { soft: soft_limit, hard: hard_limit } : null,
    check:
      first === undefined
        ? null
        : { path: first.path, graceSeconds: Number.parseInt(first.grace_period, 10) },
  }
}
