import * as z from "zod"
import { flyRegions } from "../regions.ts"

/** Bodies as the Machines API takes them; what it does not know is refused. Source: `machine_types.go` of fly-go. */

export const newApp = z.strictObject({
  app_name: z.string(),
  org_slug: z.string(),
  network: z.string().optional(),
  enable_subdomains: z.boolean().optional(),
})

export const appName = /^[a-z\d][a-z\d-]{0,62}$/

const texts = z.record(z.string(), z.string())
const goDuration = z.union([z.number(), z.string().regex(/^(\d+(h|m|s|ms))+$/)])

const check = z.strictObject({
  type: z.enum(["http", "tcp"]),
  port: z.int().optional(),
  method: z.string().optional(),
  path: z.string().startsWith("/").optional(),
  protocol: z.enum(["http", "https"]).optional(),
  interval: goDuration.optional(),
  timeout: goDuration.optional(),
  grace_period: goDuration.optional(),
})

const port = z.strictObject({
  port: z.int().min(1).max(65_535),
  handlers: z.array(z.enum(["http", "tls", "pg_tls", "proxy_proto"])).optional(),
  force_https: z.boolean().optional(),
})

const service = z.strictObject({
  protocol: z.enum(["tcp", "udp"]),
  internal_port: z.int().min(1).max(65_535),
  autostop: z.enum(["off", "stop", "suspend"]).optional(),
  autostart: z.boolean().optional(),
  min_machines_running: z.int().min(0).optional(),
  ports: z.array(port).optional(),
  checks: z.array(check).optional(),
  concurrency: z
    .strictObject({
      type: z.enum(["connections", "requests"]),
      soft_limit: z.int().optional(),
      hard_limit: z.int().optional(),
    })
    .optional(),
})

const memory = { shared: { least: 256, most: 2048 }, performance: { least: 2048, most: 8192 } }

/** https://fly.io/docs/machines/guides-examples/machine-sizing/, read 2026-08-07. */
const guest = z
  .strictObject({
    cpu_kind: z.enum(["shared", "performance"]),
    cpus: z.int(),
    memory_mb: z.int(),
  })
  .refine(({ cpu_kind, cpus, memory_mb }) => {
    const { least, most } = memory[cpu_kind]
    const isOffered = [1, 2, 4, 6, 8, 10, 12, 14, 16].includes(cpus)
    return (
      isOffered && memory_mb >= least * cpus && memory_mb <= most * cpus && memory_mb % 256 === 0
    )
  }, "is no size that Fly offers")

export const machineConfig = z.strictObject({
  image: z.string().min(1),
  env: texts.optional(),
  init: z.strictObject({ cmd: z.array(z.string()).optional() }).optional(),
  guest,
  metadata: texts.optional(),
  mounts: z
    .array(z.strictObject({ volume: z.string(), path: z.string().startsWith("/") }))
    .max(1)
    .optional(),
  services: z.array(service).optional(),
  restart: z.strictObject({ policy: z.enum(["no", "always", "on-failure"]) }).optional(),
  auto_destroy: z.boolean().optional(),
})
export type MachineConfig = Readonly<z.output<typeof machineConfig>>

export const launch = z.strictObject({
  name: z.string().min(1).max(63).optional(),
  region: z.enum(flyRegions.own).optional(),
  config: machineConfig,
  skip_launch: z.boolean().optional(),
  skip_service_registration: z.boolean().optional(),
  min_secrets_version: z.int().optional(),
})

export const newLease = z.strictObject({
  description: z.string().default(""),
  ttl: z.int().min(1).default(60),
})

export const metadataValue = z.strictObject({ value: z.string() })

export const newIp = z.strictObject({
  type: z.enum(["v4", "shared_v4", "v6", "private_v6"]),
  region: z.string().optional(),
})

export const secretValues = z.strictObject({
  values: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string().nullable()),
})

/** Names of volumes: letters, digits and underscores, 30 of them at most. */
export const newVolume = z.strictObject({
  name: z.string().regex(/^[a-z\d_]{1,30}$/),
  region: z.enum(flyRegions.own),
  size_gb: z.int().min(1).max(500),
})

export const extension = z.strictObject({ size_gb: z.int().min(1).max(500) })

export const newCertificate = z.strictObject({ hostname: z.string().includes(".") })
