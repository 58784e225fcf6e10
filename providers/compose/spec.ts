import type { Artifact, ItemScope, Project, Service, Specified, Surroundings } from "aidep/provider"
import { builtImage } from "../_shared/built-image.ts"
import { cudaProblems } from "../_shared/cuda-problems.ts"
import { dockerfileArtifacts, dockerfileName, healthProbe } from "../_shared/dockerfile.ts"
import { buildProblems } from "../_shared/start-command.ts"
import { portOf, resourceHere, runsHere } from "./addresses.ts"
import type { ComposeService, Dependencies, Deploy, Reservations, Restart } from "./compose-file.ts"
import { healthcheckOf, tellsHealth } from "./data-stores.ts"
import { environmentOf } from "./environment.ts"
import { leftOut } from "./errors.ts"
import { literal, required, variableOf } from "./interpolation.ts"
import type { ComposeOptions } from "./options.ts"

/** A service as containers of Compose. */
export interface ServiceSpec {
  readonly name: string
  /** What both files say of it. */
  readonly service: ComposeService
  /** What the production file adds. */
  readonly production: ComposeService
  /** Runs to its end before the service starts. */
  readonly preDeploy: readonly string[] | undefined
  readonly port: number | undefined
  /** nginx passes requests from outside to it. */
  readonly proxied: boolean
  readonly volumes: readonly string[]
  /** Its Dockerfile, where the source folder has none. */
  readonly artifacts: readonly Artifact[]
}

const defaultStartupMs = 30_000

/** Undefined, with the reason, for a service that the Compose files cannot run. */
export function specifyService(
  service: Service,
  scope: ItemScope<ComposeOptions>,
): Specified<ServiceSpec | undefined> {
  if (!runsHere(service)) return { spec: undefined, diagnostics: absence(service, scope) }
  const { project } = scope
  const { kind, name } = service
  const volumes = service.volumes.map((volume) => ({
    ...volume,
    name: `${name}_${volume.name}`,
  }))
  const spec: ServiceSpec = {
    name,
    service: {
      ...imageOf(service),
      command: service.command?.map(literal),
      depends_on: dependenciesOf(service, scope),
      environment: environmentOf(service, scope),
      healthcheck: healthcheckFor(service),
      init: true,
      profiles: kind === "job" ? ["jobs"] : undefined,
      volumes: nonEmpty(volumes.map((volume) => `${volume.name}:${literal(volume.mount)}`)),
    },
    production: {
      ...pulledImage(service, project),
      deploy: deployOf(service),
      restart: restartOf(service),
      stop_grace_period: "30s",
    },
    preDeploy: service.preDeploy?.map(literal),
    port: portOf(service),
    proxied: service.access === "public" && portOf(service) !== undefined,
    volumes: volumes.map((volume) => volume.name),
    artifacts: dockerfileArtifacts(service),
  }
  const placed = service.placement.platform === "compose"
  return { spec, diagnostics: placed ? cudaProblems(service, scope.report) : [] }
}

/** An error for a service that was sent to Compose; a warning for one that is only shown here too. */
function absence(service: Service, { report }: ItemScope<ComposeOptions>) {
  const { code, name, placement } = service
  if (placement.platform === "compose") return buildProblems(service, report)
  if (code.type !== "folder") return []
  const missing = code.runtime === undefined ? "language" : "start command"
  return [report(leftOut, { service: name, missing }, "source")]
}

function imageOf(service: Service): Pick<ComposeService, "build" | "image"> {
  const { code } = service
  if (code.type === "image") return { image: code.reference }
  if (code.type === "elsewhere") return {}
  const context = literal(code.path === "." ? "." : `./${code.path}`)
  return { build: { context, dockerfile: literal(dockerfileName(service)) } }
}

/** The image that a pipeline built and pinned by its digest, instead of a build on this machine. */
function pulledImage(service: Service, project: Project): Pick<ComposeService, "build" | "image"> {
  if (builtImage(service, project) === undefined) return {}
  return { build: undefined, image: required(variableOf(service.name, "IMAGE")) }
}

function healthcheckFor(service: Service): ComposeService["healthcheck"] {
  const probe = healthProbe(service)
  if (probe === undefined) return undefined
  return healthcheckOf(probe.map(literal), service.health?.startupMs ?? defaultStartupMs)
}

/** Services and resources it refers to, which have to stand before it starts. */
function dependenciesOf(
  { dependsOn }: Service,
  surroundings: Surroundings,
): Dependencies | undefined {
  const referred = dependsOn.flatMap((name): [string, Dependencies[string]][] => {
    const healthy = tellsHealthOf(name, surroundings)
    if (healthy === undefined) return []
    return [[name, { condition: healthy ? "service_healthy" : "service_started" }]]
  })
  return referred.length === 0 ? undefined : Object.fromEntries(referred)
}

/** Undefined for what does not run here. */
function tellsHealthOf(name: string, surroundings: Surroundings): boolean | undefined {
  const resource = resourceHere(name, surroundings)
  if (resource !== undefined) return tellsHealth(resource)
  const service = surroundings.serviceNamed(name)
  if (service === undefined || !runsHere(service)) return undefined
  return healthProbe(service) !== undefined
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items
}

function deployOf(service: Service): Deploy {
  const { cpu, kind, memoryMiB, scale } = service
  const limits = {
    cpus: cpu === undefined ? undefined : String(cpu),
    memory: memoryMiB === undefined ? undefined : `${memoryMiB}M`,
  }
  const limited = cpu !== undefined || memoryMiB !== undefined
  const reservations = reservationsOf(service)
  const resources = { limits: limited ? limits : undefined, reservations }
  return {
    replicas: kind === "job" ? undefined : Math.max(1, scale.min),
    resources: limited || reservations !== undefined ? resources : undefined,
  }
}

/** A machine has the GPU it has: the type cannot be chosen, only how many. */
function reservationsOf({ gpus: [first] }: Service): Reservations | undefined {
  if (first === undefined) return undefined
  return { devices: [{ driver: "nvidia", count: first.count, capabilities: ["gpu"] }] }
}

/** Docker does not start `on-failure` containers again after the machine restarted. */
function restartOf({ kind, restart }: Service): Restart {
  if (kind === "job" || restart === "never") return "no"
  return restart === "always" ? "always" : "unless-stopped"
}
