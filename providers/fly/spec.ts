import type { Artifact, Diagnostic, ItemScope, Service, Specified, Volume } from "aidep/provider"
import { builtImage } from "../_shared/built-image.ts"
import { dockerfileArtifacts, dockerfilePath } from "../_shared/dockerfile.ts"
import { isPrivate } from "../_shared/reach.ts"
import { chosenRegions, possibleRegions } from "../_shared/regions.ts"
import { shellLine } from "../_shared/shell-line.ts"
import { buildProblems } from "../_shared/start-command.ts"
import type { VariableOrigins } from "../_shared/variable-origins.ts"
import { environmentOf } from "./service/environment.ts"
import * as errors from "./errors/manifest.ts"
import type {
  FlyBuild,
  FlyCheck,
  FlyDeploy,
  FlyHttpService,
  FlyMount,
  FlyToml,
} from "./service/fly-toml.ts"
import { roundedUp, machineSizeFor, type MachineSize } from "./service/machine-size.ts"
import type { FlyOptions, Strategy } from "./options.ts"
import { flyRegions } from "./regions.ts"
import { strategyOf } from "./service/strategy.ts"

/** One app of Fly: its fly.toml, and what belongs to it and cannot stand there. */
export interface FlySpec {
  readonly service: string
  readonly toml: FlyToml
  readonly organization: string | undefined
  /** Every region, the primary one first. */
  readonly regions: readonly string[]
  /** How many Machines there are; Fly Proxy starts and stops them. */
  readonly machines: number
  readonly size: MachineSize
  readonly environment: VariableOrigins
  /** Names of variables that are kept as secrets of the app. */
  readonly secrets: readonly string[]
  /** Words, where fly.toml has them as one text. */
  readonly command: readonly string[] | undefined
  readonly preDeploy: readonly string[] | undefined
  readonly volumeGiB: number | undefined
  /** How long a Machine may take until it is healthy. */
  readonly waitSeconds: number
  /** True where only apps beside it on Fly call it: it has an address of Flycast and none on the internet. */
  readonly isPrivate: boolean
  /** Build context, relative to the manifest's folder; undefined for an image. */
  readonly context: string | undefined
  readonly dockerfile: readonly Artifact[]
}

type Scope = ItemScope<FlyOptions>

export function flySpec(service: Service, scope: Scope): Specified<FlySpec> {
  const regions = regionsOf(service, scope)
  const size = sizeOf(service, scope)
  const machines = machinesOf(service, scope)
  const strategy = strategyOf(service, scope)
  const environment = environmentOf(service, scope)
  const [primary = "iad"] = regions.value
  return {
    spec: {
      service: service.name,
      organization: scope.options.organization,
      regions: regions.value,
      machines: machines.value,
      size: size.value,
      environment,
      secrets: service.env.filter(({ sensitive }) => sensitive).map(({ name }) => name),
      command: service.command,
      preDeploy: service.preDeploy,
      volumeGiB: service.volumes[0]?.sizeGiB,
      waitSeconds: Math.ceil(Math.max(service.health?.startupMs ?? 0, defaultWaitMs) / 1000),
      isPrivate: isPrivate(service, scope),
      context: service.code.type === "folder" ? service.code.path : undefined,
      dockerfile: dockerfileArtifacts(service),
      toml: {
        app: scope.nameOf(service.name),
        primary_region: primary,
        build: buildOf(service, scope),
        deploy: deployOf(service, strategy.strategy),
        env: Object.keys(environment.known).length === 0 ? undefined : environment.known,
        processes: service.command && { app: shellLine(service.command) },
        mounts: mountsOf(service.volumes),
        http_service: httpServiceOf(service, scope),
        restart: [{ policy: service.restart }],
        vm: [{ size: size.value.preset, memory: `${size.value.memoryMiB}mb` }],
      },
    },
    diagnostics: [
      ...regions.diagnostics,
      ...size.diagnostics,
      ...machines.diagnostics,
      ...strategy.diagnostics,
      ...volumeProblems(service, scope),
      ...suspendProblems(service, { scope, size: size.value }),
      ...nameProblems(service, scope),
      ...buildProblems(service, scope.report),
    ],
  }
}

interface Found<T> {
  readonly value: T
  readonly diagnostics: readonly Diagnostic[]
}

function regionsOf({ regions }: Service, { options, report }: Scope): Found<readonly string[]> {
  const own = regions.length > 0
  const field = own ? "regions" : "platforms.fly.regions"
  const found = chosenRegions(flyRegions, own ? regions : options.regions)
  const possible = possibleRegions(flyRegions)
  return {
    value: found.regions,
    diagnostics: found.unknown.map((region) =>
      report(errors.unknownRegion, { region, possible }, field),
    ),
  }
}

const fallbackSize: MachineSize = { preset: "shared-cpu-1x", cpus: 1, memoryMiB: 1024 }

function sizeOf({ cpu, memoryMiB }: Service, { options, report }: Scope): Found<MachineSize> {
  const wanted = { cpu, memoryMiB, cpuKind: options.cpuKind }
  const size = machineSizeFor(wanted)
  if (size === undefined) {
    const params = { cpu, memoryMiB, cpuKind: options.cpuKind }
    return { value: fallbackSize, diagnostics: [report(errors.sizeNotOffered, params, "size")] }
  }
  const parts = roundedUp(size, wanted)
  const params = { wanted: parts.join(" and "), preset: size.preset, memoryMiB: size.memoryMiB }
  const problems = parts.length === 0 ? [] : [report(errors.sizeRounded, params, "size")]
  return { value: size, diagnostics: problems }
}

/** Machines for requests stand ready up to the maximum; what takes no requests always runs. */
function machinesOf({ name, port, scale }: Service, { report }: Scope): Found<number> {
  if (port !== undefined) return { value: scale.max, diagnostics: [] }
  const machines = Math.max(1, scale.min)
  if (machines === scale.max) return { value: machines, diagnostics: [] }
  const params = { service: name, machines, max: scale.max }
  return { value: machines, diagnostics: [report(errors.fixedWorkers, params, "scale")] }
}

/** An image built by a pipeline is named here without its digest, which `fly deploy --image` adds. */
function buildOf(service: Service, { project }: Scope): FlyBuild | undefined {
  const built = builtImage(service, project)
  switch (service.code.type) {
    case "image":
      return { image: service.code.reference }
    case "folder":
      return built === undefined ? { dockerfile: dockerfilePath(service) } : { image: built }
    case "elsewhere":
      return undefined
  }
}

/** How long flyctl waits for health without being told. */
const defaultWaitMs = 300_000

function deployOf(
  { preDeploy, health }: Service,
  strategy: Strategy | undefined,
): FlyDeploy | undefined {
  const startupMs = health?.startupMs ?? 0
  const wait = startupMs > defaultWaitMs ? seconds(startupMs) : undefined
  const command = preDeploy === undefined ? undefined : shellLine(preDeploy)
  if (strategy === undefined && wait === undefined && command === undefined) return undefined
  return { strategy, wait_timeout: wait, release_command: command }
}

function mountsOf(volumes: readonly Volume[]): readonly FlyMount[] | undefined {
  if (volumes.length === 0) return undefined
  return volumes.map(({ name, mount, sizeGiB }) => ({
    source: volumeName(name),
    destination: mount,
    initial_size: sizeGiB === undefined ? undefined : `${sizeGiB}gb`,
  }))
}

/** Names of volumes have letters, digits and underscores. https://fly.io/docs/elixir/advanced-guides/sqlite3/ */
function volumeName(name: string): string {
  return name.replaceAll("-", "_")
}

function httpServiceOf(service: Service, scope: Scope): FlyHttpService | undefined {
  const { port, scale, command, health } = service
  if (port === undefined) return undefined
  const fixed = scale.min === scale.max
  return {
    internal_port: port,
    // Flycast speaks HTTP only. https://fly.io/docs/networking/flycast/, read 2026-08-07.
    force_https: !isPrivate(service, scope),
    auto_stop_machines: fixed ? "off" : scope.options.autoStop,
    auto_start_machines: true,
    min_machines_running: scale.min,
    processes: command === undefined ? undefined : ["app"],
    concurrency: {
      type: "requests",
      hard_limit: scale.concurrency,
      soft_limit: scale.concurrency === undefined ? undefined : softLimit(scale.concurrency),
    },
    checks: health === undefined ? undefined : [checkOf(health)],
  }
}

/** Above it Fly Proxy starts another Machine: four fifths, so that it is up before the hard limit. */
function softLimit(concurrency: number): number {
  return Math.max(1, Math.floor(concurrency * 0.8))
}

/** flyctl lowers a longer grace period to this; the deploy itself waits for `wait_timeout`. */
const longestGraceMs = 60_000

function checkOf({ path, startupMs }: NonNullable<Service["health"]>): FlyCheck {
  const grace = Math.min(startupMs ?? 10_000, longestGraceMs)
  return { interval: "15s", timeout: "5s", grace_period: seconds(grace), method: "GET", path }
}

function seconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1000)}s`
}

const largestVolumeGiB = 500

function volumeProblems(
  { name, volumes, scale }: Service,
  { report }: Scope,
): readonly Diagnostic[] {
  const tooLarge = volumes.flatMap(({ name: volume, sizeGiB = 1 }) =>
    sizeGiB > largestVolumeGiB
      ? [report(errors.volumeTooLarge, { volume, sizeGiB }, `volumes.${volume}.size`)]
      : [],
  )
  const names = volumes.map((volume) => volume.name)
  const several =
    names.length > 1
      ? [report(errors.moreVolumes, { service: name, volumes: names }, "volumes")]
      : []
  const apart =
    names.length === 1 && scale.max > 1
      ? [report(errors.volumePerMachine, { service: name, machines: scale.max }, "volumes")]
      : []
  return [...several, ...tooLarge, ...apart]
}

const largestSuspendedMiB = 2048

function suspendProblems(
  { name, port, scale }: Service,
  { scope, size }: { readonly scope: Scope; readonly size: MachineSize },
): readonly Diagnostic[] {
  const { options, report } = scope
  if (options.autoStop !== "suspend" || port === undefined || scale.min === scale.max) return []
  if (size.memoryMiB <= largestSuspendedMiB) return []
  const params = { service: name, memoryMiB: size.memoryMiB }
  return [report(errors.suspendedMemory, params, "platforms.fly.autoStop")]
}

function nameProblems({ env }: Service, { report }: Scope): readonly Diagnostic[] {
  return env
    .filter(({ name }) => name.startsWith("FLY_") || name === "PRIMARY_REGION")
    .map(({ name }) => report(errors.reservedVariable, { name }, `env.${name}`))
}
