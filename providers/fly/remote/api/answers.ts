import * as z from "zod"

/** What the driver reads of Fly's answers; whatever else stands in them is left alone. */

export const app = z.object({
  name: z.string(),
  status: z.string().optional(),
  organization: z.object({ slug: z.string() }).optional(),
})
export type AppAnswer = Readonly<z.output<typeof app>>

export const apps = z.object({ apps: z.array(z.object({ name: z.string() })).nullish() })

const texts = z.record(z.string(), z.string())

/** Nanoseconds, or a text as Go writes durations. */
const duration = z.union([z.number(), z.string()])

const serviceCheck = z.object({
  type: z.string().nullish(),
  path: z.string().nullish(),
  grace_period: duration.nullish(),
})

const service = z.object({
  internal_port: z.int(),
  /** A boolean for "off" and "stop" in answers to older clients. */
  autostop: z.union([z.boolean(), z.string()]).nullish(),
  min_machines_running: z.int().nullish(),
  ports: z.array(z.object({ port: z.int().nullish() })).nullish(),
  checks: z.array(serviceCheck).nullish(),
  concurrency: z.object({ soft_limit: z.int().nullish(), hard_limit: z.int().nullish() }).nullish(),
})

const mount = z.object({ volume: z.string().nullish(), path: z.string().nullish() })

const machineConfig = z.object({
  image: z.string().nullish(),
  env: texts.nullish(),
  metadata: texts.nullish(),
  init: z.object({ cmd: z.array(z.string()).nullish() }).nullish(),
  guest: z
    .object({
      cpu_kind: z.string().nullish(),
      cpus: z.int().nullish(),
      memory_mb: z.int().nullish(),
    })
    .nullish(),
  mounts: z.array(mount).nullish(),
  services: z.array(service).nullish(),
  restart: z.object({ policy: z.string().nullish() }).nullish(),
})

const exitEvent = z.object({
  exit_code: z.int().nullish(),
  requested_stop: z.boolean().nullish(),
  oom_killed: z.boolean().nullish(),
})

export const machineEvent = z.object({
  type: z.string(),
  timestamp: z.number(),
  request: z.object({ exit_event: exitEvent.nullish() }).nullish(),
})
export type MachineEventAnswer = Readonly<z.output<typeof machineEvent>>

export const machine = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  region: z.string(),
  cordoned: z.boolean().nullish(),
  config: machineConfig.nullish(),
  /** In place of `config` while the host does not answer. */
  incomplete_config: machineConfig.nullish(),
  /** Newest first. */
  events: z.array(machineEvent).nullish(),
  checks: z
    .array(
      z.object({ name: z.string().nullish(), status: z.string(), output: z.string().nullish() }),
    )
    .nullish(),
})
export type MachineAnswer = Readonly<z.output<typeof machine>>

export const lease = z.object({
  data: z.object({
    nonce: z.string(),
    expires_at: z.number().nullish(),
    owner: z.string().nullish(),
    description: z.string().nullish(),
  }),
})

export const volume = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  size_gb: z.int(),
  state: z.string().nullish(),
  attached_machine_id: z.string().nullish(),
})
export type VolumeAnswer = Readonly<z.output<typeof volume>>

export const ip = z.object({
  ip: z.string(),
  shared: z.boolean().nullish(),
})
export type IpAnswer = Readonly<z.output<typeof ip>>

export const ips = z.object({ ips: z.array(ip).nullish() })

export const secretNames = z.object({ secrets: z.array(z.object({ name: z.string() })).nullish() })

export const secretsSet = z.object({ version: z.number().nullish() })

export const certificate = z.object({
  hostname: z.string(),
  configured: z.boolean().nullish(),
  status: z.string(),
  dns_requirements: z.object({
    cname: z.string().nullish(),
    acme_challenge: z.object({ name: z.string(), target: z.string() }).nullish(),
    ownership: z.object({ name: z.string(), app_value: z.string().nullish() }).nullish(),
  }),
  validation_errors: z.array(z.object({ message: z.string() })).nullish(),
})
export type CertificateAnswer = Readonly<z.output<typeof certificate>>
