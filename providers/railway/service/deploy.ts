import type { Diagnostic, ItemScope, Service } from "aidep/provider"
import { shellLine } from "../../_shared/shell-line.ts"
import { possibleRegions } from "../../_shared/regions.ts"
import { shortestPauseMinutes } from "./cron.ts"
import {
  oneInstance,
  replicaInEachRegion,
  scheduleTooOften,
  unknownRegion,
  workerStaysAwake,
} from "../errors.ts"
import type { RailwayOptions } from "../options.ts"
import { railwayRegions, regionsOf } from "../regions.ts"
import type { DeployConfig, LimitOverride } from "../service-config.ts"

const bytesPerMiB = 2 ** 20
const restartPolicies = { always: "ALWAYS", "on-failure": "ON_FAILURE", never: "NEVER" } as const

/** How Railway runs a service, in the order of the package's own declaration. */
export function deployOf(service: Service, { options }: ItemScope<RailwayOptions>): DeployConfig {
  const { command, health, kind, preDeploy, schedule } = service
  const startupMs = health?.startupMs
  return {
    startCommand: command === undefined ? undefined : shellLine(command),
    preDeployCommand: preDeploy === undefined ? undefined : [shellLine(preDeploy)],
    ...replicasOf(service, options),
    healthcheckPath: health?.path,
    healthcheckTimeout: startupMs === undefined ? undefined : Math.ceil(startupMs / 1000),
    sleepApplication: sleeps(service) ? true : undefined,
    restartPolicyType: kind === "static" ? undefined : restartPolicies[service.restart],
    cronSchedule: schedule,
    limitOverride: limitsOf(service),
    overlapSeconds: options.overlapSeconds,
    drainingSeconds: options.drainingSeconds,
  }
}

/** Railway wakes a service by a request, so that only what takes requests can sleep. */
function sleeps({ kind, scale }: Service): boolean {
  return scale.min === 0 && (kind === "web" || kind === "inference")
}

function limitsOf({ cpu, memoryMiB }: Service): LimitOverride | undefined {
  if (cpu === undefined && memoryMiB === undefined) return undefined
  const memoryBytes = memoryMiB === undefined ? undefined : memoryMiB * bytesPerMiB
  return { containers: { cpu, memoryBytes } }
}

/** Replicas of all regions together; jobs and static sites run as one. */
function wantedReplicas({ kind, scale }: Service): number {
  return kind === "job" || kind === "static" ? 1 : Math.max(1, scale.min)
}

/** Spreads the replicas over the regions, at least one in each, the first regions taking what is left over. */
function replicasOf(
  service: Service,
  options: RailwayOptions,
): Pick<DeployConfig, "numReplicas" | "multiRegionConfig"> {
  const { regions } = regionsOf(service, options)
  const wanted = wantedReplicas(service)
  if (regions.length === 0)
    return {
      numReplicas: service.kind === "job" ? undefined : wanted,
      multiRegionConfig: undefined,
    }
  const each = Math.floor(wanted / regions.length)
  const left = wanted % regions.length
  const shares = regions.map((region, index) => {
    const numReplicas = Math.max(1, each + (index < left ? 1 : 0))
    return [region, { numReplicas }] as const
  })
  return { numReplicas: undefined, multiRegionConfig: Object.fromEntries(shares) }
}

export function deployProblems(
  service: Service,
  { options, report }: ItemScope<RailwayOptions>,
): readonly Diagnostic[] {
  const { regions, unknown } = regionsOf(service, options)
  const wanted = wantedReplicas(service)
  const total = Math.max(wanted, regions.length)
  const possible = possibleRegions(railwayRegions)
  const why = whyOneInstance(service)
  const single = why !== undefined && total > 1
  const many = !single && total > wanted
  return [
    ...unknown.map((region) => report(unknownRegion, { region, possible }, "regions")),
    ...(single ? [report(oneInstance, { why, total }, fieldOfTotal(service))] : []),
    ...(many ? [report(replicaInEachRegion, { wanted, total }, "regions")] : []),
    ...scheduleProblems(service, report),
    ...(service.kind === "worker" && service.scale.min === 0
      ? [report(workerStaysAwake, {}, "scale.min")]
      : []),
  ]
}

/** Source: https://docs.railway.com/volumes/reference#caveats (2026-08-21). */
function whyOneInstance({ kind, volumes }: Service): string | undefined {
  if (volumes.length > 0) return "it has a volume"
  return kind === "job" ? "it is a job" : undefined
}

function fieldOfTotal({ scale }: Service): string {
  return scale.min > 1 ? "scale.min" : "regions"
}

/** Source: https://docs.railway.com/cron-jobs#frequency (2026-08-21). */
const shortestPause = 5

function scheduleProblems(
  { schedule }: Service,
  report: ItemScope<RailwayOptions>["report"],
): readonly Diagnostic[] {
  if (schedule === undefined) return []
  const minutes = shortestPauseMinutes(schedule)
  return minutes >= shortestPause
    ? []
    : [report(scheduleTooOften, { schedule, minutes }, "schedule")]
}
