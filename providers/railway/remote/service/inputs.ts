import { markers } from "../../../_shared/remote/ownership.ts"
import type { ServiceSettings } from "../../resources/service-settings.ts"
import type { Variables } from "../api/railway-api.ts"
import type { PlannedSource, ServicePlan } from "./plan.ts"

/** Where a service stands, and what of it stands already. */
export interface StandingService {
  readonly serviceId: string
  readonly name: string
  readonly environmentId: string
  readonly projectId: string
  /** Of its own domain; undefined for none. */
  readonly domainId: string | undefined
  readonly volumeId: string | undefined
  /** The newest deployment so far; undefined for none. */
  readonly previous: string | undefined
}

const bytesPerGB = 1_000_000_000

/** Variables of the document that sets everything of a service at once. Null unsets. */
export function applyInput(plan: ServicePlan, standing: StandingService): Variables {
  const { keepsSettings = false, settings, source, variables } = plan
  const { domainId, environmentId, previous, projectId, serviceId, volumeId } = standing
  const place = { environmentId, serviceId }
  const { cpu, memoryBytes, publicDomain, volume } = settings
  const port = Number(variables["PORT"])
  return {
    ...place,
    name: { name: settings.name },
    withName: settings.name !== standing.name,
    settings: settingsInput(settings, source),
    withSettings: !keepsSettings,
    limits: {
      ...place,
      vCPUs: cpu,
      memoryGB: memoryBytes === null ? null : memoryBytes / bytesPerGB,
    },
    autoDeploy: { ...place, projectId, enabled: false },
    withRepository: source.type === "commit",
    domain: { ...place, ...(port > 0 ? { targetPort: port } : {}) },
    withDomain: publicDomain && domainId === undefined,
    domainId: domainId ?? "",
    withoutDomain: !keepsSettings && !publicDomain && domainId !== undefined,
    volumeId: volumeId ?? "",
    volume: { name: volume?.name ?? "" },
    mount: { mountPath: volume?.mountPath ?? "" },
    withVolume: !keepsSettings && volume !== null && volumeId !== undefined,
    variables: {
      ...place,
      projectId,
      variables: {
        ...variables,
        ...(previous === undefined ? {} : { [markers.previousDeploy]: previous }),
      },
      replace: true,
      skipDeploys: true,
    },
    commit: source.type === "commit" ? source.commit : null,
    withDeployment: source.type !== "folder",
  }
}

/** As `ServiceInstanceUpdateInput`: it has no builder for a Dockerfile, whose path is enough. */
function settingsInput(settings: ServiceSettings, source: PlannedSource): Variables {
  const { multiRegionConfig, numReplicas } = settings
  return {
    ...(source.type === "image" ? { source: { image: source.image } } : {}),
    ...(source.type === "commit" ? { source: { repo: source.repo } } : {}),
    rootDirectory: settings.rootDirectory,
    dockerfilePath: settings.dockerfilePath,
    startCommand: settings.startCommand,
    preDeployCommand: settings.preDeployCommand,
    ...(multiRegionConfig === undefined ? { numReplicas } : { multiRegionConfig }),
    healthcheckPath: settings.healthcheckPath,
    healthcheckTimeout: settings.healthcheckTimeout,
    sleepApplication: settings.sleepApplication,
    restartPolicyType: settings.restartPolicyType,
    cronSchedule: settings.cronSchedule,
    overlapSeconds: settings.overlapSeconds,
    drainingSeconds: settings.drainingSeconds,
  }
}
