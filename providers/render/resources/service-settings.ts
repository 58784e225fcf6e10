import * as z from "zod"
import type { BlueprintService } from "../blueprint.ts"

const runtimes = ["docker", "image", "node", "python"] as const
const serviceTypes = [
  "web_service",
  "private_service",
  "background_worker",
  "cron_job",
  "static_site",
] as const
export type ServiceType = (typeof serviceTypes)[number]

const autoscaling = z.object({
  min: z.int(),
  max: z.int(),
  cpuPercent: z.int(),
  /** Null where memory does not count. */
  memoryPercent: z.int().nullable(),
})

/**
 * A service on Render as plans compare it, in the API's words. Null: not set. A key is left out where Render chooses
 * and nobody minds: the repository and branch without an option, the number of instances that autoscaling decides on.
 */
export const serviceSettings = z.object({
  type: z.enum(serviceTypes),
  name: z.string(),
  runtime: z.enum(runtimes).nullable(),
  plan: z.string().nullable(),
  region: z.string().nullable(),
  repo: z.string().optional(),
  branch: z.string().optional(),
  rootDir: z.string().nullable(),
  /** Without tag and digest: those are a deployment's. */
  image: z.string().nullable(),
  /** Name of the registry credential. */
  registryCredential: z.string().nullable(),
  dockerfilePath: z.string().nullable(),
  dockerContext: z.string().nullable(),
  dockerCommand: z.string().nullable(),
  buildCommand: z.string().nullable(),
  startCommand: z.string().nullable(),
  publishPath: z.string().nullable(),
  preDeployCommand: z.string().nullable(),
  schedule: z.string().nullable(),
  healthCheckPath: z.string().nullable(),
  maxShutdownDelaySeconds: z.int().nullable(),
  numInstances: z.int().optional(),
  autoscaling: autoscaling.nullable(),
  disk: z.object({ name: z.string(), mountPath: z.string(), sizeGB: z.int() }).nullable(),
  autoDeploy: z.enum(["yes", "no"]),
  /** Variables that the build needs beside the service's own: none is secret. */
  variables: z.record(z.string(), z.string()),
})
export type ServiceSettings = Readonly<z.output<typeof serviceSettings>>

/** Render's own defaults. Source: https://render.com/docs/blueprint-spec (2026-08). */
export const defaultShutdownDelaySeconds = 30
const defaultDiskSizeGB = 10

/** The same service as in the Blueprint. `added` holds the variables that no line of the manifest sets. */
export function settingsOf(
  blueprint: BlueprintService,
  added: ServiceSettings["variables"],
): ServiceSettings {
  const { disk, image, repo, branch, runtime } = blueprint
  const credential = image?.creds ?? blueprint.registryCredential
  return {
    type: typeOf(blueprint),
    name: blueprint.name,
    runtime: runtime === "static" ? null : runtime,
    plan: blueprint.plan === undefined ? null : apiPlan(blueprint.plan),
    region: blueprint.region ?? null,
    ...(repo === undefined ? {} : { repo }),
    ...(branch === undefined ? {} : { branch }),
    rootDir: blueprint.rootDir ?? null,
    image: image === undefined ? null : imageRepository(image.url),
    registryCredential: credential?.fromRegistryCreds.name ?? null,
    dockerfilePath: blueprint.dockerfilePath ?? null,
    dockerContext: blueprint.dockerContext ?? null,
    dockerCommand: blueprint.dockerCommand ?? null,
    buildCommand: blueprint.buildCommand ?? null,
    startCommand: blueprint.startCommand ?? null,
    publishPath: blueprint.staticPublishPath ?? null,
    preDeployCommand: blueprint.preDeployCommand ?? null,
    schedule: blueprint.schedule ?? null,
    healthCheckPath: blueprint.healthCheckPath ?? null,
    maxShutdownDelaySeconds: shutdownDelayOf(blueprint),
    ...instancesOf(blueprint),
    disk: disk === undefined ? null : { ...disk, sizeGB: disk.sizeGB ?? defaultDiskSizeGB },
    autoDeploy: "no",
    variables: added,
  }
}

function typeOf({ runtime, type }: BlueprintService): ServiceType {
  if (runtime === "static") return "static_site"
  const types = {
    web: "web_service",
    pserv: "private_service",
    worker: "background_worker",
    cron: "cron_job",
  } as const
  return types[type]
}

/** Plans have spaces or hyphens in a Blueprint, and underscores in the API: `pro plus`, `basic-256mb`. */
export function apiPlan(plan: string): string {
  return plan.replaceAll(/[ -]/g, "_")
}

/** `ghcr.io/acme/api:1.2@sha256:…` without what names one version of it. */
export function imageRepository(reference: string): string {
  const [path = reference] = reference.split("@")
  return path.replace(/:[^/:]*$/, "")
}

/** Neither cron jobs nor static sites are told to end. */
function shutdownDelayOf({
  maxShutdownDelaySeconds,
  runtime,
  type,
}: BlueprintService): number | null {
  if (runtime === "static" || type === "cron") return null
  return maxShutdownDelaySeconds ?? defaultShutdownDelaySeconds
}

function instancesOf({
  numInstances,
  scaling,
}: BlueprintService): Pick<ServiceSettings, "numInstances" | "autoscaling"> {
  if (scaling === undefined)
    return { ...(numInstances === undefined ? {} : { numInstances }), autoscaling: null }
  const { maxInstances, minInstances, targetCPUPercent, targetMemoryPercent } = scaling
  return {
    autoscaling: {
      min: minInstances,
      max: maxInstances,
      cpuPercent: targetCPUPercent,
      memoryPercent: targetMemoryPercent ?? null,
    },
  }
}
