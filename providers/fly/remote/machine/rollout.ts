import { type ResourceWork, shortHash } from "aidep/provider"
import type { AppSettings } from "../../resources/app-settings.ts"
import type { MachineAnswer } from "../api/answers.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { followedText, metadataKeys, metadataOf, processGroup } from "../read/metadata.ts"

/** One version of an app that is being brought to its Machines. */
export interface Rollout {
  readonly work: ResourceWork
  readonly settings: AppSettings
  /** With tag or digest. */
  readonly image: string
  /** Variables that are not secret. */
  readonly env: Readonly<Record<string, string>>
  /** Of the app's secrets, as Fly counts it; undefined where it does not tell. */
  readonly secretsVersion: number | undefined
  /** Every Machine carries it. */
  readonly metadata: Readonly<Record<string, string>>
}

export interface MachineParts {
  readonly stage?: string | undefined
  readonly volumeId?: string | undefined
}

/** The configuration of a Machine, in the words of the Machines API. */
export function machineConfig(
  { env, image, metadata, settings }: Rollout,
  { stage, volumeId }: MachineParts = {},
) {
  const { command, mountPath, regions, restart, service } = settings
  return {
    image,
    env: { ...env, PRIMARY_REGION: regions[0] ?? "" },
    init: command === null ? {} : { cmd: command },
    guest: guestOf(settings),
    metadata: { ...metadata, ...(stage === undefined ? {} : { [metadataKeys.stage]: stage }) },
    restart: { policy: restart === "never" ? "no" : restart },
    ...(service === null ? {} : { services: [serviceOf(service, settings)] }),
    ...(volumeId === undefined || mountPath === null
      ? {}
      : { mounts: [{ volume: volumeId, path: mountPath }] }),
  }
}

export function guestOf({ cpuKind, cpus, memoryMiB }: AppSettings) {
  return { cpu_kind: cpuKind, cpus, memory_mb: memoryMiB }
}

function serviceOf(service: NonNullable<AppSettings["service"]>, { address }: AppSettings) {
  const { autoStop, check, concurrency, minRunning, port } = service
  const checks =
    check === null
      ? []
      : [
          {
            type: "http",
            method: "GET",
            path: check.path,
            interval: "15s",
            timeout: "5s",
            grace_period: `${check.graceSeconds}s`,
          },
        ]
  return {
    protocol: "tcp",
    internal_port: port,
    autostop: autoStop,
    autostart: true,
    min_machines_running: minRunning,
    ports:
      address === "private"
        ? [{ port: 80, handlers: ["http"] }]
        : [
            { port: 80, handlers: ["http"], force_https: true },
            { port: 443, handlers: ["tls", "http"] },
          ],
    ...(concurrency === null
      ? {}
      : {
          concurrency: {
            type: "requests",
            soft_limit: concurrency.soft,
            hard_limit: concurrency.hard,
          },
        }),
    checks,
  }
}

/** By what its Machines are known to be of the service's deployment, and to flyctl to be of the app. */
export function metadataFor(
  { desired: { address, deploymentId } }: ResourceWork,
  settings: AppSettings,
  { environment, project }: Pick<FlyScope, "environment" | "project">,
): Readonly<Record<string, string>> {
  return {
    fly_platform_version: "v2",
    [processGroup]: "app",
    [metadataKeys.project]: project,
    [metadataKeys.environment]: environment,
    [metadataKeys.address]: address,
    [metadataKeys.settings]: followedText(settings),
    ...(deploymentId === undefined ? {} : { [metadataKeys.deployment]: deploymentId }),
  }
}

/** What a resource of its own keeps on the Machines that stand, so that those which come after carry it too. */
export function keptMetadata(machines: readonly MachineAnswer[]): Readonly<Record<string, string>> {
  const domain = machines
    .map((machine) => metadataOf(machine)[metadataKeys.domain])
    .find((value) => value !== undefined)
  return domain === undefined ? {} : { [metadataKeys.domain]: domain }
}

/**
 * Names of Machines are unique in an app, so that a call which was lost cannot make a second one. Versions side by side
 * have names of their own.
 */
export function machineName(
  { work: { desired } }: Rollout,
  slot: number,
  stage: string | undefined,
): string {
  const name = `${desired.owner}-${slot + 1}`
  if (stage === undefined) return name
  return `${name}-${stage}-${shortHash(desired.deploymentId ?? "")}`
}

/** The first slots that no Machine has, as many as are missing. */
export function freeSlots(
  names: readonly string[],
  nameOf: (slot: number) => string,
  count: number,
): readonly number[] {
  const slots = Array.from({ length: names.length + count }, (_, slot) => slot)
  return slots.filter((slot) => !names.includes(nameOf(slot))).slice(0, count)
}
