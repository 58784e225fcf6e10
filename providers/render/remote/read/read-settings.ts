import type { DataObject } from "aidep/provider"
import { domainMarker } from "../../../_shared/edge/origin-resources.ts"
import { defaultShutdownDelaySeconds, imageRepository } from "../../resources/service-settings.ts"
import { commitMarker } from "./markers.ts"
import type { DeployAnswer, ServiceAnswer, StoreAnswer } from "../api/answers.ts"

/** Names of variables that a build on Render may need or aidep adds, and that hold nothing secret. */
const addedVariables = ["NODE_VERSION", "PYTHON_VERSION", "UVICORN_HOST", domainMarker]

/** The service's settings in the form of `ServiceSettings`. An empty text is what Render answers for nothing. */
export function settingsIn(
  answer: ServiceAnswer,
  variables: ReadonlyMap<string, string> = new Map(),
): DataObject {
  const { serviceDetails: details, type } = answer
  const environment = details.envSpecificDetails ?? {}
  const docker = details.runtime === "docker"
  const ends = type !== "cron_job" && type !== "static_site"
  const { autoscaling, disk } = details
  return {
    type,
    name: answer.name,
    runtime: set(details.runtime),
    plan: type === "static_site" ? null : set(details.plan),
    region: type === "static_site" ? null : set(details.region),
    repo: set(answer.repo)?.replace(/\.git$/, "") ?? null,
    branch: set(answer.branch),
    rootDir: set(answer.rootDir),
    image: answer.imagePath ? imageRepository(answer.imagePath) : null,
    registryCredential:
      answer.registryCredential?.name ?? environment.registryCredential?.name ?? null,
    dockerfilePath: docker ? set(environment.dockerfilePath) : null,
    dockerContext: docker ? set(environment.dockerContext) : null,
    dockerCommand: set(environment.dockerCommand),
    buildCommand: set(environment.buildCommand) ?? set(details.buildCommand),
    startCommand: set(environment.startCommand),
    publishPath: set(details.publishPath),
    preDeployCommand: set(environment.preDeployCommand) ?? set(details.preDeployCommand),
    schedule: set(details.schedule),
    healthCheckPath: set(details.healthCheckPath),
    maxShutdownDelaySeconds: ends
      ? (details.maxShutdownDelaySeconds ?? defaultShutdownDelaySeconds)
      : null,
    numInstances: details.numInstances ?? null,
    autoscaling: autoscaling?.enabled === true ? scalingIn(autoscaling) : null,
    disk: disk ? { name: disk.name, mountPath: disk.mountPath, sizeGB: disk.sizeGB } : null,
    autoDeploy: answer.autoDeploy,
    variables: Object.fromEntries(
      addedVariables.flatMap((name) => {
        const value = variables.get(name)
        return value === undefined ? [] : [[name, value]]
      }),
    ),
  }
}

/** What a deploy was made from. Before its build begins, only the service's own mark tells the commit. */
export function sourceIn(
  deploy: DeployAnswer | undefined,
  variables: ReadonlyMap<string, string>,
): DataObject {
  const commit = set(deploy?.commit?.id) ?? set(variables.get(commitMarker))
  const image = set(deploy?.image?.ref)
  return { ...(commit === null ? {} : { commit }), ...(image === null ? {} : { image }) }
}

/** The store's settings in the form of `StoreSettings`. */
export function storeSettingsIn(
  { ipAllowList, name, plan, region }: StoreAnswer,
  type: "key_value" | "postgres",
): DataObject {
  const networks = (ipAllowList ?? []).map(({ cidrBlock }) => cidrBlock)
  return { type, name, plan, region, ipAllowList: networks }
}

function set(text: string | null | undefined): string | null {
  return text === undefined || text === "" ? null : text
}

function scalingIn({
  criteria: { cpu, memory },
  max,
  min,
}: NonNullable<ServiceAnswer["serviceDetails"]["autoscaling"]>): DataObject {
  const memoryPercent = memory.enabled ? memory.percentage : null
  return { min, max, cpuPercent: cpu.percentage, memoryPercent }
}
