import type { DataObject, DataValue } from "aidep/provider"
import { imageRepository } from "../../resources/app-settings.ts"
import type { IpAnswer, MachineAnswer, VolumeAnswer } from "../api/answers.ts"
import { addressKind } from "../app/ip-kinds.ts"
import { secondsIn } from "./duration.ts"
import { configOf, followedIn } from "./metadata.ts"

/** All that is asked of an app to know its settings. */
export interface StandingApp {
  readonly app: string
  readonly organization: string
  /** Those of the version that serves. */
  readonly machines: readonly MachineAnswer[]
  readonly ips: readonly IpAnswer[]
  readonly volumes: readonly VolumeAnswer[]
  /** Names, without the one by which aidep knows the app. */
  readonly secrets: readonly string[]
}

/** In the form of `AppSettings`. Where Machines differ, a list of what they have stands for the value. */
export function settingsIn(standing: StandingApp): DataObject {
  const { app, ips, machines, organization, secrets, volumes } = standing
  const each = machines.map((machine) => machineSettings(machine, volumes))
  return {
    app,
    organization,
    machines: machines.length,
    address: addressKind(ips),
    secrets: secrets.toSorted(),
    ...Object.fromEntries(
      Object.keys(each[0] ?? {}).map((key) => [key, shared(each.map((one) => one[key] ?? null))]),
    ),
    regions: regionsIn(machines),
  }
}

function shared(values: readonly DataValue[]): DataValue {
  const [first = null, ...others] = distinct(values)
  return others.length === 0 ? first : [first, ...others]
}

function distinct(values: readonly DataValue[]): readonly DataValue[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

/** The regions that were asked for, as long as all Machines stand in them: some may have had no room. */
function regionsIn(machines: readonly MachineAnswer[]): DataValue {
  const standing = [...new Set(machines.map(({ region }) => region))]
  const [first] = machines
  const asked = first === undefined ? null : followedIn(first).regions
  const isWithin = Array.isArray(asked) && standing.every((region) => asked.includes(region))
  return isWithin ? asked : standing
}

/** What one Machine tells of its app's settings. */
export function machineSettings(
  machine: MachineAnswer,
  volumes: readonly VolumeAnswer[],
): DataObject {
  const { guest, image, init, mounts, restart, services } = configOf(machine)
  const { dockerfile, preDeploy, strategy, waitSeconds } = followedIn(machine)
  const [mount] = mounts ?? []
  const volume = volumes.find(({ id }) => id === mount?.volume)
  const [service] = services ?? []
  return {
    image: image ? imageRepository(image) : null,
    dockerfile,
    cpuKind: guest?.cpu_kind ?? null,
    cpus: guest?.cpus ?? null,
    memoryMiB: guest?.memory_mb ?? null,
    command: init?.cmd ?? null,
    preDeploy,
    restart: restart?.policy === "no" ? "never" : (restart?.policy ?? "on-failure"),
    volume: volume?.name ?? null,
    mountPath: mount?.path ?? null,
    volumeGiB: volume?.size_gb ?? null,
    service: service === undefined ? null : serviceIn(service),
    strategy,
    waitSeconds,
  }
}

type ServiceAnswer = NonNullable<ReturnType<typeof configOf>["services"]>[number]

function serviceIn(service: ServiceAnswer): DataObject {
  const { autostop, checks, concurrency, internal_port, min_machines_running } = service
  const check = checks?.find(({ type }) => type === "http")
  const soft = concurrency?.soft_limit
  const hard = concurrency?.hard_limit
  return {
    port: internal_port,
    autoStop: autoStopIn(autostop),
    minRunning: min_machines_running ?? 0,
    concurrency: soft && hard ? { soft, hard } : null,
    check:
      check?.path === undefined || check.path === null
        ? null
        : { path: check.path, graceSeconds: secondsIn(check.grace_period ?? 0) },
  }
}

function autoStopIn(autostop: ServiceAnswer["autostop"]): string {
  if (typeof autostop === "boolean") return autostop ? "stop" : "off"
  return autostop ?? "off"
}
