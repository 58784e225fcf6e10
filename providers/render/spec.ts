import type { Diagnostic, ItemScope, Service, Specified, Surroundings } from "aidep/provider"
import { shellLine } from "../_shared/shell-line.ts"
import { isPrivate } from "../_shared/reach.ts"
import { possibleRegions, regionOf } from "../_shared/regions.ts"
import type { BlueprintService, RenderService, RenderStore } from "./blueprint.ts"
import { oneRegion, regionsApart, unknownRegion } from "./errors/place.ts"
import { jobNeedsSchedule, noHealthCheck, reservedPort } from "./errors/service.ts"
import type { RenderOptions } from "./options.ts"
import { regionOfItem, renderRegions, writtenRegion } from "./regions.ts"
import { buildOf } from "./service/build.ts"
import { diskOf, diskProblems, instanceProblems, instancesOf } from "./service/instances.ts"
import { planOf } from "./service/plan.ts"
import { addedVariables, envVarsOf } from "./service/variables.ts"

export interface RenderSpecs {
  readonly service: RenderService
  /** Undefined for what Render does not offer. */
  readonly resource: RenderStore | undefined
  readonly edge: undefined
}

export function serviceSpec(
  service: Service,
  scope: ItemScope<RenderOptions>,
): Specified<RenderService> {
  const build = buildOf(service, scope)
  const frame = {
    ...build.fields,
    autoDeployTrigger: "off",
    envVars: envVarsOf(service, build.variables, scope),
  } as const
  const name = scope.nameOf(service.name)
  const running = service.kind === "static" ? undefined : runningOf(service, scope)
  return {
    spec: {
      service: service.name,
      blueprint: inOrder({ type: "web", name, ...running?.fields, ...frame }),
      added: addedVariables(service, build.variables),
      files: build.files,
    },
    diagnostics: [...build.diagnostics, ...(running?.diagnostics ?? [])],
  }
}

/** Everything of a service that has a process, beside its code. */
function runningOf(service: Service, scope: ItemScope<RenderOptions>) {
  const type = typeOf(service, scope)
  const { diagnostics, plan } = planOf(service, scope, type)
  const { health, preDeploy } = service
  const shared = {
    type,
    plan,
    region: regionOf(renderRegions, writtenRegion(service, scope.options)),
    schedule: service.schedule,
    preDeployCommand: preDeploy === undefined ? undefined : shellLine(preDeploy),
  }
  const lasting = {
    ...instancesOf(service, scope),
    healthCheckPath: type === "web" ? health?.path : undefined,
    maxShutdownDelaySeconds: scope.options.maxShutdownDelaySeconds,
    disk: diskOf(service, scope),
  }
  return {
    fields: type === "cron" ? shared : { ...shared, ...lasting },
    diagnostics: [
      ...diagnostics,
      ...(type === "cron" ? [] : instanceProblems(service, scope, plan)),
      ...diskProblems(service, scope, plan),
      ...placeProblems(service, scope),
      ...kindProblems(service, scope, type),
    ],
  }
}

function typeOf(service: Service, scope: ItemScope<RenderOptions>): BlueprintService["type"] {
  switch (service.kind) {
    case "worker":
      return "worker"
    case "job":
      return "cron"
    case "web":
    case "inference":
    case "static":
      return isPrivate(service, scope) ? "pserv" : "web"
  }
}

function placeProblems(service: Service, scope: ItemScope<RenderOptions>): readonly Diagnostic[] {
  const { options, report } = scope
  const { name, regions } = service
  const region = writtenRegion(service, options)
  const own = regionOf(renderRegions, region)
  if (own === undefined)
    return [report(unknownRegion, { region, possible: possibleRegions(renderRegions) }, "regions")]
  const apart = service.dependsOn.flatMap((other) => {
    const theirs = needsPrivateNetwork(other, service, scope)
      ? regionOfItem(other, scope)
      : undefined
    return theirs === undefined || theirs === own
      ? []
      : [report(regionsApart, { service: name, own, other, theirs }, "regions")]
  })
  return [
    ...(regions.length > 1 ? [report(oneRegion, { regions, region: own }, "regions")] : []),
    ...apart,
  ]
}

/** Data stores and private services answer on the private network, which ends at the region. */
function needsPrivateNetwork(other: string, service: Service, surroundings: Surroundings): boolean {
  const called = surroundings.serviceNamed(other)
  return called === undefined ? service.kind !== "static" : isPrivate(called, surroundings)
}

/** Ports of Render's own. Source: https://render.com/docs/web-services#port-binding (2026-08). */
const reservedPorts = [18_012, 18_013, 19_099]

function kindProblems(
  { health, kind, name, port, schedule }: Service,
  { report }: ItemScope<RenderOptions>,
  type: BlueprintService["type"],
): readonly Diagnostic[] {
  return [
    ...(kind === "job" && schedule === undefined
      ? [report(jobNeedsSchedule, { service: name })]
      : []),
    ...(health !== undefined && type === "pserv"
      ? [report(noHealthCheck, { service: name }, "health.path")]
      : []),
    ...(port !== undefined && reservedPorts.includes(port)
      ? [report(reservedPort, { port }, "port")]
      : []),
  ]
}

/** The order of keys in the Blueprint's reference. */
function inOrder(service: BlueprintService): BlueprintService {
  return {
    type: service.type,
    name: service.name,
    runtime: service.runtime,
    plan: service.plan,
    region: service.region,
    schedule: service.schedule,
    repo: service.repo,
    branch: service.branch,
    rootDir: service.rootDir,
    image: service.image,
    dockerfilePath: service.dockerfilePath,
    dockerContext: service.dockerContext,
    dockerCommand: service.dockerCommand,
    registryCredential: service.registryCredential,
    buildCommand: service.buildCommand,
    startCommand: service.startCommand,
    staticPublishPath: service.staticPublishPath,
    preDeployCommand: service.preDeployCommand,
    numInstances: service.numInstances,
    scaling: service.scaling,
    healthCheckPath: service.healthCheckPath,
    maxShutdownDelaySeconds: service.maxShutdownDelaySeconds,
    disk: service.disk,
    autoDeployTrigger: service.autoDeployTrigger,
    envVars: service.envVars,
  }
}
