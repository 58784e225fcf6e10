import type { DataObject } from "aidep/provider"
import * as z from "zod"
import { domainMarker } from "../../../_shared/edge/origin-resources.ts"
import {
  defaultHealthcheckTimeout,
  defaultRestartPolicy,
  imageRepository,
} from "../../resources/service-settings.ts"
import { storeTypeOf } from "../../resources/store-settings.ts"
import type { DeploymentAnswer, VolumeAnswer } from "../api/documents.ts"
import type { Instance } from "../api/read.ts"

/** Variables that an image may need or aidep adds, and that hold nothing secret. */
const addedVariables = ["PORT", "RAILWAY_RUN_UID", domainMarker]

/** A service's settings in the form of `ServiceSettings`, with what Railway fills in where nothing is set. */
export function settingsIn(instance: Instance, volume: VolumeAnswer | undefined): DataObject {
  const { build, source } = instance.config
  const deploy = instance.config.deploy ?? {}
  const { healthcheckPath, limitOverride, preDeployCommand } = deploy
  const image = source?.image ?? undefined
  return {
    name: instance.serviceName,
    image: image === undefined ? null : imageRepository(image),
    repo: source?.repo ?? null,
    rootDirectory: set(source?.rootDirectory?.replace(/^\/+|\/+$/g, "")),
    dockerfilePath: set(build?.dockerfilePath),
    startCommand: set(deploy.startCommand),
    preDeployCommand:
      preDeployCommand && preDeployCommand.length > 0 ? [...preDeployCommand] : null,
    ...replicasIn(instance),
    healthcheckPath: set(healthcheckPath),
    healthcheckTimeout: healthcheckPath
      ? (deploy.healthcheckTimeout ?? defaultHealthcheckTimeout)
      : null,
    sleepApplication: deploy.sleepApplication ?? false,
    restartPolicyType: deploy.restartPolicyType ?? defaultRestartPolicy,
    cronSchedule: set(deploy.cronSchedule),
    cpu: limitOverride?.containers?.cpu ?? null,
    memoryBytes: limitOverride?.containers?.memoryBytes ?? null,
    overlapSeconds: deploy.overlapSeconds || null,
    drainingSeconds: deploy.drainingSeconds || null,
    volume: volume === undefined ? null : { name: volume.volume.name, mountPath: volume.mountPath },
    publicDomain: instance.domains.serviceDomains.length > 0,
    variables: Object.fromEntries(
      addedVariables.flatMap((name) => {
        const value = instance.variables.get(name)
        return value === undefined ? [] : [[name, value]]
      }),
    ),
  }
}

const deployed = z.object({ commitHash: z.string().nullish(), image: z.string().nullish() })

/** What a deployment was made from, as far as Railway tells: it knows no commit of what was uploaded. */
export function sourceIn(deployment: DeploymentAnswer | null): DataObject {
  const { commitHash: commit, image } = deployed.safeParse(deployment?.meta).data ?? {}
  return { ...(commit ? { commit } : {}), ...(image ? { image } : {}) }
}

/** A store's settings in the form of `StoreSettings`. */
export function storeSettingsIn(instance: Instance, volume: VolumeAnswer | undefined): DataObject {
  const [region] = Object.keys(regionsIn(instance))
  return {
    type: storeTypeOf(instance.config.source?.image ?? "") ?? null,
    name: instance.serviceName,
    volume: volume !== undefined,
    region: region ?? null,
  }
}

function replicasIn(instance: Instance): DataObject {
  const regions = regionsIn(instance)
  const counts = Object.values(regions)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const numReplicas = counts.length > 0 ? total : (instance.config.deploy?.numReplicas ?? 1)
  const multiRegionConfig = Object.fromEntries(
    Object.entries(regions).map(([region, count]) => [region, { numReplicas: count }]),
  )
  return { numReplicas, multiRegionConfig }
}

function regionsIn({ config: { deploy } }: Instance): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(deploy?.multiRegionConfig ?? {}).flatMap(([region, replicas]) =>
      replicas === null ? [] : [[region, replicas.numReplicas ?? 1]],
    ),
  )
}

function set(text: string | null | undefined): string | null {
  return text === undefined || text === "" ? null : text
}
