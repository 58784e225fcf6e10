import * as z from "zod"
import type { DeployConfig, RailwayService } from "../service-config.ts"

const restartPolicies = ["ON_FAILURE", "ALWAYS", "NEVER"] as const

/**
 * A service on Railway as plans compare it, in the words of Railway's environment configuration. Null: not set. A key
 * is left out where Railway chooses and nobody minds: the repository without an option, regions without a wish.
 */
export const serviceSettings = z.object({
  name: z.string(),
  /** Without tag and digest: those are a deployment's. */
  image: z.string().nullable(),
  /** `owner/name` on GitHub. */
  repo: z.string().optional(),
  rootDirectory: z.string().nullable(),
  dockerfilePath: z.string().nullable(),
  startCommand: z.string().nullable(),
  preDeployCommand: z.array(z.string()).nullable(),
  /** Of all regions together. */
  numReplicas: z.int(),
  multiRegionConfig: z.record(z.string(), z.object({ numReplicas: z.int() })).optional(),
  healthcheckPath: z.string().nullable(),
  /** Seconds; null without a path. */
  healthcheckTimeout: z.int().nullable(),
  sleepApplication: z.boolean(),
  restartPolicyType: z.enum(restartPolicies),
  cronSchedule: z.string().nullable(),
  cpu: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  overlapSeconds: z.int().nullable(),
  drainingSeconds: z.int().nullable(),
  volume: z.object({ name: z.string(), mountPath: z.string() }).nullable(),
  publicDomain: z.boolean(),
  /** Variables that the image needs beside the service's own: none is secret. */
  variables: z.record(z.string(), z.string()),
})
export type ServiceSettings = Readonly<z.output<typeof serviceSettings>>

/** Railway's own defaults. Source: https://docs.railway.com/integrations/api/manage-services (2026-08-21). */
export const defaultHealthcheckTimeout = 300
export const defaultRestartPolicy = "ON_FAILURE"

/** The same service as in `.railway/railway.ts`. */
export function settingsOf(service: RailwayService): ServiceSettings {
  const { added, build, builtImage, deploy, name, publicDomain, source, volume } = service
  const image = source?.type === "image" ? source.image : builtImage
  const rootDirectory =
    source === undefined || source.type === "image" ? undefined : source.rootDirectory
  return {
    name,
    image: image === undefined ? null : imageRepository(image),
    ...(source?.type === "github" ? { repo: source.repo } : {}),
    rootDirectory: rootDirectory ?? null,
    dockerfilePath: build?.dockerfilePath ?? null,
    startCommand: deploy.startCommand ?? null,
    preDeployCommand: deploy.preDeployCommand === undefined ? null : [...deploy.preDeployCommand],
    ...replicasOf(deploy),
    healthcheckPath: deploy.healthcheckPath ?? null,
    healthcheckTimeout:
      deploy.healthcheckPath === undefined
        ? null
        : (deploy.healthcheckTimeout ?? defaultHealthcheckTimeout),
    sleepApplication: deploy.sleepApplication ?? false,
    restartPolicyType: deploy.restartPolicyType ?? defaultRestartPolicy,
    cronSchedule: deploy.cronSchedule ?? null,
    cpu: deploy.limitOverride?.containers.cpu ?? null,
    memoryBytes: deploy.limitOverride?.containers.memoryBytes ?? null,
    // 0 is Railway's default.
    overlapSeconds: deploy.overlapSeconds || null,
    drainingSeconds: deploy.drainingSeconds || null,
    volume: volume === undefined ? null : { name: volume.name, mountPath: volume.mountPath },
    publicDomain,
    variables: added,
  }
}

function replicasOf({
  multiRegionConfig,
  numReplicas = 1,
}: DeployConfig): Pick<ServiceSettings, "numReplicas" | "multiRegionConfig"> {
  if (multiRegionConfig === undefined) return { numReplicas }
  const total = Object.values(multiRegionConfig).reduce((sum, one) => sum + one.numReplicas, 0)
  return { numReplicas: total, multiRegionConfig: { ...multiRegionConfig } }
}

/** `ghcr.io/acme/api:1.2@sha256:…` without what names one version of it. */
export function imageRepository(reference: string): string {
  const [path = reference] = reference.split("@")
  return path.replace(/:[^/:]*$/, "")
}
