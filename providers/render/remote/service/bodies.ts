import type { ServiceSettings } from "../../resources/service-settings.ts"
import type { StoreSettings } from "../../resources/store-settings.ts"

/** What a service is made with beside its settings. */
export interface ServicePlace {
  readonly ownerId: string
  readonly environmentId: string
  /** Address of the repository, for what Render builds. */
  readonly repo: string | undefined
  /** With tag or digest, for what runs an image. */
  readonly imagePath: string | undefined
  readonly registryCredentialId: string | undefined
  readonly variables: readonly Variable[]
}

export interface Variable {
  readonly key: string
  readonly value: string
}

/** Keys that are undefined are not sent. */
type Body = Readonly<Record<string, unknown>>

export function createServiceBody(settings: ServiceSettings, place: ServicePlace): Body {
  const { autoDeploy, branch, name, rootDir, type } = settings
  return {
    type,
    name,
    ownerId: place.ownerId,
    environmentId: place.environmentId,
    repo: place.repo,
    branch: place.repo === undefined ? undefined : branch,
    image: imageBody(place),
    rootDir: rootDir ?? undefined,
    autoDeploy,
    envVars: place.variables,
    serviceDetails: createDetails(settings, place),
  }
}

function createDetails(settings: ServiceSettings, place: ServicePlace): Body {
  const { disk, healthCheckPath, numInstances, plan, preDeployCommand, region, runtime, type } =
    settings
  if (type === "static_site") return siteDetails(settings)
  const shared = { runtime, plan, region }
  if (type === "cron_job")
    return {
      ...shared,
      envSpecificDetails: {
        ...cronEnvironment(settings),
        preDeployCommand: preDeployCommand ?? undefined,
      },
      schedule: settings.schedule,
    }
  return {
    ...shared,
    envSpecificDetails: environmentBody(settings, place),
    healthCheckPath: healthCheckPath ?? undefined,
    preDeployCommand: preDeployCommand ?? undefined,
    maxShutdownDelaySeconds: settings.maxShutdownDelaySeconds ?? undefined,
    numInstances,
    autoscaling: settings.autoscaling === null ? undefined : autoscalingBody(settings.autoscaling),
    disk: disk ?? undefined,
  }
}

/** Everything that an update can change at once. What is to be unset is sent as an empty text. */
export function updateServiceBody(settings: ServiceSettings, place: ServicePlace): Body {
  const { autoDeploy, branch, name, repo, rootDir } = settings
  return {
    name,
    autoDeploy,
    repo,
    branch,
    image: imageBody(place),
    rootDir: rootDir ?? "",
    serviceDetails: updateDetails(settings, place),
  }
}

function updateDetails(settings: ServiceSettings, place: ServicePlace): Body {
  const { maxShutdownDelaySeconds, plan, runtime, type } = settings
  if (type === "static_site") return siteDetails(settings)
  const shared = { runtime, plan, envSpecificDetails: environmentBody(settings, place) }
  if (type === "cron_job") return { ...shared, schedule: settings.schedule }
  return {
    ...shared,
    healthCheckPath: type === "web_service" ? (settings.healthCheckPath ?? "") : undefined,
    preDeployCommand: settings.preDeployCommand ?? "",
    maxShutdownDelaySeconds: maxShutdownDelaySeconds ?? undefined,
  }
}

function siteDetails({ buildCommand, publishPath }: ServiceSettings): Body {
  return { buildCommand: buildCommand ?? "", publishPath: publishPath ?? "." }
}

function environmentBody(settings: ServiceSettings, { registryCredentialId }: ServicePlace): Body {
  const { dockerCommand, dockerContext, dockerfilePath, runtime } = settings
  switch (runtime) {
    case "docker":
      return {
        dockerCommand: dockerCommand ?? "",
        dockerContext: dockerContext ?? undefined,
        dockerfilePath: dockerfilePath ?? undefined,
        registryCredentialId,
      }
    case "image":
      return { dockerCommand: dockerCommand ?? "" }
    case "node":
    case "python":
    case null:
      return {
        buildCommand: settings.buildCommand ?? "",
        startCommand: settings.startCommand ?? "",
      }
  }
}

/** Cron jobs are made with all of it, empty or not. */
function cronEnvironment(settings: ServiceSettings): Body {
  const { buildCommand, dockerCommand, dockerContext, dockerfilePath, runtime } = settings
  if (runtime !== "docker" && runtime !== "image")
    return { buildCommand: buildCommand ?? "", startCommand: settings.startCommand ?? "" }
  return {
    dockerCommand: dockerCommand ?? "",
    dockerContext: dockerContext ?? "",
    dockerfilePath: dockerfilePath ?? "",
  }
}

function imageBody({ imagePath, ownerId, registryCredentialId }: ServicePlace): Body | undefined {
  return imagePath === undefined ? undefined : { ownerId, imagePath, registryCredentialId }
}

/** The API wants a percentage of memory also where memory does not count. */
export function autoscalingBody({
  cpuPercent,
  max,
  memoryPercent,
  min,
}: NonNullable<ServiceSettings["autoscaling"]>): Body {
  return {
    enabled: true,
    min,
    max,
    criteria: {
      cpu: { enabled: true, percentage: cpuPercent },
      memory: { enabled: memoryPercent !== null, percentage: memoryPercent ?? cpuPercent },
    },
  }
}

/** The newest that the API lists (2026-08). A database that stands keeps its own. */
const postgresVersion = "18"

export function createStoreBody(
  settings: StoreSettings,
  { environmentId, ownerId }: Pick<ServicePlace, "ownerId" | "environmentId">,
): Body {
  const { name, plan, region, type } = settings
  return {
    name,
    ownerId,
    environmentId,
    plan,
    region: region ?? undefined,
    ...updateStoreBody(settings),
    ...(type === "postgres" ? { version: postgresVersion } : {}),
  }
}

export function updateStoreBody({ ipAllowList, name, plan }: StoreSettings): Body {
  return {
    name,
    plan,
    ipAllowList: ipAllowList.map((cidrBlock) => ({ cidrBlock, description: "" })),
  }
}
