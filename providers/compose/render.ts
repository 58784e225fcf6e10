import type { Artifact, Scope, SpecsOnPlatform } from "aidep/provider"
import type { ComposeFile, ComposeService, Logging } from "./compose-file.ts"
import type { DataStoreSpec } from "./data-stores.ts"
import { containerNames } from "./container-names.ts"
import { publishedPorts } from "./development-ports.ts"
import { literal, requiredVariables } from "./interpolation.ts"
import { printNginx } from "./nginx.ts"
import type { ComposeOptions } from "./options.ts"
import { nginxConfig } from "./proxy/config.ts"
import type { EdgeSpec } from "./proxy/edge.ts"
import { nginxConfigName, proxyService } from "./proxy/service.ts"
import type { ServiceSpec } from "./spec.ts"

export interface ComposeSpecs {
  /** Undefined for a service that the Compose files cannot run. */
  readonly service: ServiceSpec | undefined
  readonly resource: DataStoreSpec
  readonly edge: EdgeSpec
}

type Containers = readonly (readonly [string, ComposeService])[]

/** Both files, and the Dockerfiles that they build. None for a project without a container. */
export function renderCompose(
  specs: SpecsOnPlatform<ComposeSpecs>,
  scope: Scope<ComposeOptions>,
): readonly Artifact[] {
  const services = specs.services.flatMap((service) => service ?? [])
  const { edge, resources } = specs
  if (services.length + resources.length === 0) return []
  const parts: Parts = { services, resources, edge, scope, added: containerNames(scope.project) }
  return [
    composeArtifact("compose.yaml", developmentFile(parts), developmentHeader),
    composeArtifact("compose.production.yaml", productionFile(parts), productionHeader),
    ...services.flatMap(({ artifacts }) => artifacts),
  ]
}

const developmentHeader = `The whole project on this machine, reachable from it only.
Start it: docker compose up --build`

const productionHeader = `The whole project on one machine, behind nginx. Needs Docker Compose 2.23.1 or newer.
Start it: docker compose -f compose.production.yaml up --build --detach`

function composeArtifact(path: string, file: ComposeFile, header: string): Artifact {
  const variables = requiredVariables(JSON.stringify(file))
  const lines = variables.length === 0 ? [] : [`Variables to set in .env: ${variables.join(", ")}`]
  return {
    path,
    content: {
      format: "yaml",
      value: file,
      header: [header, ...lines].join("\n"),
      readers: "yaml-1.1",
    },
  }
}

interface Parts {
  readonly services: readonly ServiceSpec[]
  readonly resources: readonly DataStoreSpec[]
  readonly edge: EdgeSpec | undefined
  readonly scope: Scope<ComposeOptions>
  /** Name of a container that the manifest does not have. */
  readonly added: (wanted: string) => string
}

function developmentFile(parts: Parts): ComposeFile {
  const { added, services, resources, scope } = parts
  const ports = publishedPorts([...services, ...resources])
  const containers: Containers = [
    ...services.flatMap((spec) =>
      withPreDeploy(spec, { ...spec.service, ports: ports.get(spec.name) }, added),
    ),
    ...resources.map(
      ({ name, service }) => [name, { ...service, ports: ports.get(name) }] as const,
    ),
  ]
  return {
    name: scope.project.name,
    services: Object.fromEntries(containers.map(inOrder)),
    volumes: volumesOf(parts),
  }
}

function productionFile(parts: Parts): ComposeFile {
  const { added, services, resources, scope } = parts
  const { project } = scope
  const proxy = proxyOf(parts)
  const containers: Containers = [
    ...(proxy === undefined ? [] : [[added("proxy"), proxy.service] as const]),
    ...services.flatMap((spec) =>
      withPreDeploy(spec, { ...spec.service, ...spec.production }, added),
    ),
    ...resources.map(
      ({ name, service }) => [name, { ...service, restart: "unless-stopped" }] as const,
    ),
  ]
  const hardened = containers.map(([name, service]) => [name, { ...service, ...guarded }] as const)
  return {
    name: `${project.name}-${project.environment}`,
    services: Object.fromEntries(hardened.map(inOrder)),
    volumes: volumesOf(parts),
    configs: proxy === undefined ? undefined : { [nginxConfigName]: { content: proxy.config } },
  }
}

/** Logs that cannot fill the disk, and no way to gain rights inside a container. */
const guarded: { readonly logging: Logging; readonly security_opt: readonly string[] } = {
  logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "5" } },
  security_opt: ["no-new-privileges:true"],
}

function proxyOf({ edge, scope, services }: Parts) {
  const { proxyPort, trustedProxies } = scope.options
  const open = services.filter(({ proxied }) => proxied)
  const first = open.find(({ name }) => name === edge?.service)
  const behind = first === undefined ? open : [first, ...open.filter((spec) => spec !== first)]
  if (behind.length === 0) return undefined
  const upstreams = behind.flatMap(({ name, port }) => (port === undefined ? [] : [{ name, port }]))
  const config = printNginx(nginxConfig({ upstreams, edge, trustedProxies }))
  return { service: proxyService(behind, { proxyPort, trustedProxies }), config: literal(config) }
}

/** The service, and before it the container that runs its migrations and ends. */
function withPreDeploy(
  { name, preDeploy }: ServiceSpec,
  service: ComposeService,
  added: Parts["added"],
): Containers {
  if (preDeploy === undefined) return [[name, service]]
  const before = added(`${name}-pre-deploy`)
  const migration: ComposeService = {
    ...service,
    command: preDeploy,
    deploy: service.deploy === undefined ? undefined : { resources: service.deploy.resources },
    healthcheck: undefined,
    ports: undefined,
    restart: "no",
  }
  const waits = { [before]: { condition: "service_completed_successfully" } as const }
  return [
    [before, migration],
    [name, { ...service, depends_on: { ...service.depends_on, ...waits } }],
  ]
}

function volumesOf({ resources, services }: Parts): ComposeFile["volumes"] {
  const names = [
    ...services.flatMap(({ volumes }) => volumes),
    ...resources.map(({ volume }) => volume),
  ]
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, {}]))
}

/** Keys in the order of the reference. */
function inOrder([name, service]: Containers[number]): readonly [string, ComposeService] {
  return [
    name,
    {
      build: service.build,
      command: service.command,
      configs: service.configs,
      depends_on: service.depends_on,
      deploy: service.deploy,
      environment: service.environment,
      healthcheck: service.healthcheck,
      image: service.image,
      init: service.init,
      logging: service.logging,
      ports: service.ports,
      profiles: service.profiles,
      restart: service.restart,
      security_opt: service.security_opt,
      stop_grace_period: service.stop_grace_period,
      volumes: service.volumes,
    },
  ]
}
